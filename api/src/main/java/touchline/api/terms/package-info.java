/**
 * The terms and limits of trading.
 */
@NullMarked
package touchline.api.terms;

import org.jspecify.annotations.NullMarked;
