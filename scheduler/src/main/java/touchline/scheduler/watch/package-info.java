/** Detects starved nodes and ignored interrupts. */
@NullMarked
package touchline.scheduler.watch;

import org.jspecify.annotations.NullMarked;
