package touchline.feed.model;

import org.jspecify.annotations.Nullable;

/**
 * Something in an answer of the feed that can't be read, and is left out.
 *
 * @param fixture whose data it is; null where not even that can be read
 * @param what where it is and what is wrong with it, as in {@code scores[0].score.goals is null}
 */
public record UnreadableRow(@Nullable Long fixture, String what) {}
