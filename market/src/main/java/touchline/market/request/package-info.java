/** How a client submits a request: under an idempotency key, with a deadline. */
@NullMarked
package touchline.market.request;

import org.jspecify.annotations.NullMarked;
