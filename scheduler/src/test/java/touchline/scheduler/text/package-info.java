@NullMarked
package touchline.scheduler.text;

import org.jspecify.annotations.NullMarked;
