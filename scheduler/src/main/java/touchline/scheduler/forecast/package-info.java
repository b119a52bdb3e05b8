/** When a job fires next, and what a change of its schedule would do. */
@NullMarked
package touchline.scheduler.forecast;

import org.jspecify.annotations.NullMarked;
