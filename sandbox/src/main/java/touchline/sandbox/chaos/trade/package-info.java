/** Traders that keep what was acknowledged to them. */
@NullMarked
package touchline.sandbox.chaos.trade;

import org.jspecify.annotations.NullMarked;
