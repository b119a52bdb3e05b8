/** What looks odd in the book: trades that a rule of docs/operators.md names, each with its evidence. Nothing is decided here. */
@NullMarked
package touchline.market.surveillance;

import org.jspecify.annotations.NullMarked;
