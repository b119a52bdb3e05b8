package touchline.stores;

/** What the servers owe to a client that got an answer. */
public enum Durability {
    /** What was acknowledged outlives the death of any process and of the machine. */
    KEPT,
    /** Fast, and worthless after a power cut: for tests. The server also lives in a time zone that nobody expects. */
    THROWAWAY
}
