package touchline.market.matchfeed.event;

import org.jspecify.annotations.Nullable;

/**
 * The team and the players of an event. Any of them may be unknown for a while.
 *
 * @param team for an own goal the one that gains
 * @param relatedPlayer for a goal the assist, for a substitution the player who goes off
 */
public record EventParties(
        @Nullable Long team,
        @Nullable Long player,
        @Nullable Long relatedPlayer) {}
