/** What the house has at stake, and which trades look odd, for operators. */
@NullMarked
package touchline.api.ops.exposure;

import org.jspecify.annotations.NullMarked;
