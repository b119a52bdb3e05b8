/** Rows on their way into Postgres. */
@NullMarked
package touchline.market.outbox.row;

import org.jspecify.annotations.NullMarked;
