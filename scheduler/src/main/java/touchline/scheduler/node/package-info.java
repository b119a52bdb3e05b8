/**
 * A node in the cluster: its heartbeat, and the requests that it carries out for operators of all nodes (interrupts, restarts of services, drains).
 */
@NullMarked
package touchline.scheduler.node;

import org.jspecify.annotations.NullMarked;
