/** Recent changes of runs, services and alerts, for a stream of events. */
@NullMarked
package touchline.scheduler.change;

import org.jspecify.annotations.NullMarked;
