/**
 * Synthetic traders. A persona is a strategy with a budget, a seed and limits. It trades through the same services as users and is refused for the
 * same reasons. Its actions in a tick depend only on its seed, the tick's time and the market.
 */
@NullMarked
package touchline.jobs.bots;

import org.jspecify.annotations.NullMarked;
