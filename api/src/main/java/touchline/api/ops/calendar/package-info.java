/** Days on which jobs must not run, and times that were missed. */
@NullMarked
package touchline.api.ops.calendar;

import org.jspecify.annotations.NullMarked;
