package touchline.feed.plan;

import org.jspecify.annotations.Nullable;

/** A match that is not settled, by the feed's id. */
public record FollowedMatch(long id, Pace pace) {
    /**
     * The same match until its next look.
     *
     * @param before as it was at the last look; null if it was not followed
     */
    public FollowedMatch after(@Nullable FollowedMatch before) {
        return before == null ? this : new FollowedMatch(id, pace.after(before.pace()));
    }
}
