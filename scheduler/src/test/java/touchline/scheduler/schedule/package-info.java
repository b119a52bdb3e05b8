@NullMarked
package touchline.scheduler.schedule;

import org.jspecify.annotations.NullMarked;
