/** Missed times of schedules, and how they were handled. */
@NullMarked
package touchline.scheduler.misfire;

import org.jspecify.annotations.NullMarked;
