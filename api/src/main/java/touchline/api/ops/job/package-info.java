/** The REST API of jobs and their runs. */
@NullMarked
package touchline.api.ops.job;

import org.jspecify.annotations.NullMarked;
