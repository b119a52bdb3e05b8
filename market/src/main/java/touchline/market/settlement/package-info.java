/**
 * Settlement of a fixture: freeze, replay, sell, close, thaw, as a saga of idempotent steps whose progress is stored in Postgres.
 */
@NullMarked
package touchline.market.settlement;

import org.jspecify.annotations.NullMarked;
