/** Quartz' triggers as this platform stores them. */
@NullMarked
package touchline.scheduler.trigger;

import org.jspecify.annotations.NullMarked;
