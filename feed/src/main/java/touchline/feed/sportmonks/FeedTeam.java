package touchline.feed.sportmonks;

/** A participant of a fixture. {@code name} and {@code shortCode} are empty where the feed has none. */
public record FeedTeam(long id, String name, String shortCode, Side side) {
    FeedTeam at(Side other) {
        return new FeedTeam(id, name, shortCode, other);
    }

    /** Which end of the score a team stands at. */
    public enum Side {
        HOME,
        AWAY,
        UNKNOWN
    }
}
