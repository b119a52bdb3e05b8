/**
 * Orders, holdings and positions.
 */
@NullMarked
package touchline.api.trading;

import org.jspecify.annotations.NullMarked;
