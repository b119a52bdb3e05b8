package touchline.stores;

/** The durability of acknowledged writes. */
public enum Durability {
    /** Writes survive the death of any process and of the machine. */
    KEPT,
    /** Fast, but lost after a power failure: for tests. The server also uses an unusual time zone. */
    THROWAWAY
}
