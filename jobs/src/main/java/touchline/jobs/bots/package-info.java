/**
 * Synthetic traders. A persona is a strategy with a purse, a seed and limits; it trades through the same services as people, and is
 * refused for the same reasons. What it does in a tick follows from its seed, the tick's number and what the market shows, nothing else.
 */
@NullMarked
package touchline.jobs.bots;

import org.jspecify.annotations.NullMarked;
