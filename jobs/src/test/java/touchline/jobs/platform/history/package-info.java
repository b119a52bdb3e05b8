/** The history, on a database full of runs. */
@NullMarked
package touchline.jobs.platform.history;

import org.jspecify.annotations.NullMarked;
