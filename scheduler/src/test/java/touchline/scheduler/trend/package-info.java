@NullMarked
package touchline.scheduler.trend;

import org.jspecify.annotations.NullMarked;
