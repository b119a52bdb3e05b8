/** Conditions under which an operator's command would do harm. */
@NullMarked
package touchline.scheduler.guard;

import org.jspecify.annotations.NullMarked;
