/**
 * Checks of the input that a route declares: query parameters, a body, an {@code Idempotency-Key}. Anything else is refused before the route runs.
 */
@NullMarked
package touchline.api.route;

import org.jspecify.annotations.NullMarked;
