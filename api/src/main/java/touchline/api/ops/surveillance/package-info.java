/** What looks odd in the market, for operators. */
@NullMarked
package touchline.api.ops.surveillance;

import org.jspecify.annotations.NullMarked;
