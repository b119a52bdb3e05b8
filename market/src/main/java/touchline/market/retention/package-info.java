/**
 * How long ticks are kept, hot and in the book: by age, and never by less than an open position may need. Days of the book are made ahead and dropped
 * whole; the streams in Redis are trimmed.
 */
@NullMarked
package touchline.market.retention;

import org.jspecify.annotations.NullMarked;
