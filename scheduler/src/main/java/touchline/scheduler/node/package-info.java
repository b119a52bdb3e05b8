/**
 * A node among the others: what it tells them of itself every second, and what it does on their behalf (interrupts a run of its own that an operator of
 * another node wants to stop, restarts a service, drains).
 */
@NullMarked
package touchline.scheduler.node;

import org.jspecify.annotations.NullMarked;
