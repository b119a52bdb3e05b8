/** Tests of explanations from arbitrary facts, and of schedules at changes of the clocks. */
@NullMarked
package touchline.scheduler.explain;

import org.jspecify.annotations.NullMarked;
