/** Assembles the scheduler of a node. */
@NullMarked
package touchline.scheduler.cluster;

import org.jspecify.annotations.NullMarked;
