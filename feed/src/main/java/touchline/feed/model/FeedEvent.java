package touchline.feed.model;

import org.jspecify.annotations.Nullable;

/**
 * An event of a match as the feed lists it at present; a later poll may list it differently or not at all.
 *
 * @param typeId 14 goal, 15 own goal, 16 penalty, ... as in the feed's list of types
 * @param participantId the team that it counts for: for an own goal the side that gains
 * @param playerId may be missing for a while
 * @param relatedPlayerId a goal's assist; for a substitution who goes off
 */
public record FeedEvent(
        long id,
        int typeId,
        @Nullable Long participantId,
        @Nullable Long playerId,
        @Nullable Long relatedPlayerId,
        @Nullable Integer minute,
        @Nullable Integer extraMinute,
        @Nullable String result,
        @Nullable String info,
        @Nullable String addition,
        boolean rescinded,
        int sortOrder,
        String playerName,
        String relatedPlayerName) {}
