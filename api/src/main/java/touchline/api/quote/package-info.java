/**
 * Quotes of orders, the terms and hours of trading, and a user's limits.
 */
@NullMarked
package touchline.api.quote;

import org.jspecify.annotations.NullMarked;
