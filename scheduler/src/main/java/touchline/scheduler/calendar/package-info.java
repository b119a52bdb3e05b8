/** Calendars of days on which jobs must not run. */
@NullMarked
package touchline.scheduler.calendar;

import org.jspecify.annotations.NullMarked;
