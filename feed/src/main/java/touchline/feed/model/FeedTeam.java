package touchline.feed.model;

/** A participant of a fixture. {@code name} and {@code shortCode} are empty where the feed has none. */
public record FeedTeam(long id, String name, String shortCode, Side side) {
    /** The same team at the other side. */
    public FeedTeam at(Side other) {
        return new FeedTeam(id, name, shortCode, other);
    }

    /** The side of a team in the score. */
    public enum Side {
        HOME,
        AWAY,
        UNKNOWN
    }
}
