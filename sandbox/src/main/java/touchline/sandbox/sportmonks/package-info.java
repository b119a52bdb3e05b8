/**
 * Sportmonks, played from recordings.
 *
 * <p>{@link touchline.sandbox.sportmonks.SportmonksSimulator} serves over HTTP what the real service would serve while the
 * recorded matches are on, some number of times faster than life. What the feed shows is worked out afresh for each request from the
 * recording and the time since kick-off, so nothing drifts, and a simulator that was stopped goes on where the match would be by
 * then. It can also fail in every way a feed is known to, by the recording's word or on demand.
 */
@NullMarked
package touchline.sandbox.sportmonks;

import org.jspecify.annotations.NullMarked;
