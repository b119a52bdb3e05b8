/**
 * What a fail-over of Postgres to a standby that lagged has lost, and the outbox still has.
 */
@NullMarked
package touchline.market.outbox.refill;

import org.jspecify.annotations.NullMarked;
