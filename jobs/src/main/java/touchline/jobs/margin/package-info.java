/**
 * The backstop for margin: every few minutes everyone with an open position is judged, though he never comes back. What that takes is in
 * {@link touchline.market.sweep.MarginSweep}.
 */
@NullMarked
package touchline.jobs.margin;

import org.jspecify.annotations.NullMarked;
