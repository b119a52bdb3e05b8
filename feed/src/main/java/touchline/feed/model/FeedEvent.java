package touchline.feed.model;

import org.jspecify.annotations.Nullable;

/**
 * An event of a match as the feed lists it at present; a later poll may list it differently or not at all.
 *
 * @param typeId 14 goal, 15 own goal, 16 penalty, ... as in the feed's list of types
 * @param participantId the team that it counts for: for an own goal the side that gains
 * @param player may be missing for a while
 * @param relatedPlayer a goal's assist; for a substitution the player who goes off
 */
public record FeedEvent(
        long id,
        int typeId,
        @Nullable Long participantId,
        NamedPlayer player,
        NamedPlayer relatedPlayer,
        Time time,
        Text text,
        boolean rescinded) {

    /** A player whom an event names; either may be missing. {@code name} is empty where the feed has none. */
    public record NamedPlayer(@Nullable Long id, String name) {}

    /** When it happened; {@code period} is the id of one of the fixture's periods. */
    public record Time(
            @Nullable Long period,
            @Nullable Integer minute,
            @Nullable Integer extraMinute) {}

    /** Its texts; {@code result} is the score after a goal. */
    public record Text(
            @Nullable String result,
            @Nullable String info,
            @Nullable String addition) {}

    public @Nullable Long playerId() {
        return player.id();
    }

    public @Nullable Long relatedPlayerId() {
        return relatedPlayer.id();
    }

    public @Nullable Integer minute() {
        return time.minute();
    }
}
