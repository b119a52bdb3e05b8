/**
 * Quotes of orders.
 */
@NullMarked
package touchline.api.quote;

import org.jspecify.annotations.NullMarked;
