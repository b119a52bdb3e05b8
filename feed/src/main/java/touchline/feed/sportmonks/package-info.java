/**
 * The client of Sportmonks v3: every wait is bounded, every answer is limited in size, and at most 90 % of the plan's hourly calls are used. Only the id of a fixture and its
 * state are required; any other field may be missing, null or new. Every failure is a {@link touchline.feed.sportmonks.FeedException} with a reason.
 */
@NullMarked
package touchline.feed.sportmonks;

import org.jspecify.annotations.NullMarked;
