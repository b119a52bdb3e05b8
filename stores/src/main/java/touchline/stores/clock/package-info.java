/** Server processes whose clock a test sets while they run. */
@NullMarked
package touchline.stores.clock;

import org.jspecify.annotations.NullMarked;
