/** Many rows in one statement. */
@NullMarked
package touchline.jobs.platform.batch;

import org.jspecify.annotations.NullMarked;
