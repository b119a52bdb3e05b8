/** Hand-over drills: how long other nodes take to take over what a drained node did. */
@NullMarked
package touchline.scheduler.drill;

import org.jspecify.annotations.NullMarked;
