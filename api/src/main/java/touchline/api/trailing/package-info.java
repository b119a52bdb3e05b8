/**
 * Where the trailing stops of open positions are.
 */
@NullMarked
package touchline.api.trailing;

import org.jspecify.annotations.NullMarked;
