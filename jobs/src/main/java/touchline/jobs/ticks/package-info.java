/**
 * The upkeep of ticks: days made ahead in the book, old days dropped, streams trimmed. What may go is decided in {@link touchline.market.retention}.
 */
@NullMarked
package touchline.jobs.ticks;

import org.jspecify.annotations.NullMarked;
