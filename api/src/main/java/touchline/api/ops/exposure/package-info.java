/** What the house has at stake, for operators. */
@NullMarked
package touchline.api.ops.exposure;

import org.jspecify.annotations.NullMarked;
