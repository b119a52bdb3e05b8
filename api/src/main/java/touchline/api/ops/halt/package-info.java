/** Halts of trading, for operators. */
@NullMarked
package touchline.api.ops.halt;

import org.jspecify.annotations.NullMarked;
