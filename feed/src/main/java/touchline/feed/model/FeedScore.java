package touchline.feed.model;

/** One of the scores the feed keeps for a team, which is 0 where only its side is known; {@code description} says which: {@code CURRENT}, {@code 1ST_HALF}, ... */
public record FeedScore(long participantId, FeedTeam.Side side, int goals, String description) {
    public static final String CURRENT = "CURRENT";
}
