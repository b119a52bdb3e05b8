/** Halts of trading by operators and by the circuit breaker: the book has them, Redis applies them to each order. */
@NullMarked
package touchline.market.halt;

import org.jspecify.annotations.NullMarked;
