/** The job platform as it was at a past time: its board, and its runs by node over hours. */
@NullMarked
package touchline.scheduler.past;

import org.jspecify.annotations.NullMarked;
