@NullMarked
package touchline.scheduler.forecast;

import org.jspecify.annotations.NullMarked;
