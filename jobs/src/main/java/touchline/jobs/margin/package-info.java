/** The backstop for margin: every few minutes {@link touchline.market.sweep.MarginSweep} judges every user with an open position. */
@NullMarked
package touchline.jobs.margin;

import org.jspecify.annotations.NullMarked;
