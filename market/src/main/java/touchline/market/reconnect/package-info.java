/**
 * Users who come back: each is named on {@code user:reconnect}, and what he has open is replayed since he was last seen. Every node hears of everyone; the
 * nodes share the work by short claims, taken when the work begins, so that what a dead node had still to do the others have in their queues too.
 */
@NullMarked
package touchline.market.reconnect;

import org.jspecify.annotations.NullMarked;
