/** Schedules: their fire times, their wording, and their validation. */
@NullMarked
package touchline.scheduler.schedule;

import org.jspecify.annotations.NullMarked;
