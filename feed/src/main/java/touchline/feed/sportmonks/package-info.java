/**
 * The feed of matches as Sportmonks v3 serves it, turned into values that the rest can trust.
 *
 * <p>{@link touchline.feed.sportmonks.SportmonksClient} asks; every wait is bounded, every answer is measured before it
 * is read, and at most 90 % of the plan's hourly calls are used. What a fixture can't be without (ids, its state) is
 * insisted on; everything else may be missing, null or new. Whatever goes wrong is a
 * {@link touchline.feed.sportmonks.FeedException} with a reason. Nothing in here knows the market.
 */
@NullMarked
package touchline.feed.sportmonks;

import org.jspecify.annotations.NullMarked;
