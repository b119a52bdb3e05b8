package touchline.feed.plan;

import java.time.Instant;

/**
 * A match that the list of live matches lacks.
 *
 * @param asked when it was last asked for by its id
 * @param seen when the feed last returned it, or when it was first missing
 */
public record UnlistedMatch(Instant asked, Instant seen) {}
