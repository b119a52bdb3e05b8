/** The history, on a database full of runs. */
@NullMarked
package touchline.scheduler.history;

import org.jspecify.annotations.NullMarked;
