/** What is reasoned from facts, whatever they are, and what the clocks do to schedules. */
@NullMarked
package touchline.scheduler.explain;

import org.jspecify.annotations.NullMarked;
