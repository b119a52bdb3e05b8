/** Many rows in one statement. */
@NullMarked
package touchline.scheduler.batch;

import org.jspecify.annotations.NullMarked;
