@NullMarked
package touchline.scheduler.cluster;

import org.jspecify.annotations.NullMarked;
