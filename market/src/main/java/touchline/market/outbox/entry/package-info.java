/**
 * The entries of the outbox' streams as types, and the one codec that reads and writes them.
 */
@NullMarked
package touchline.market.outbox.entry;

import org.jspecify.annotations.NullMarked;
