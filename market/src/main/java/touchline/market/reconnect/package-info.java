/**
 * Replays the positions of users who reconnect. Each is named on {@code user:reconnect}, which every node receives; the
 * nodes share the work by short claims, taken when the work begins, so that what a dead node had still to do the others have in their queues too.
 */
@NullMarked
package touchline.market.reconnect;

import org.jspecify.annotations.NullMarked;
