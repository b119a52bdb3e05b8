/**
 * From the hot store to the book: entries of the outbox streams are applied to Postgres in order and exactly once.
 */
@NullMarked
package touchline.market.outbox;

import org.jspecify.annotations.NullMarked;
