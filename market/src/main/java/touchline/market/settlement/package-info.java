/**
 * What full time means: freeze, replay, sell, close, thaw, as a saga of idempotent steps whose progress stands in Postgres.
 */
@NullMarked
package touchline.market.settlement;

import org.jspecify.annotations.NullMarked;
