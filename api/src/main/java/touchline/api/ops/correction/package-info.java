/** Corrections: previewed, requested, approved by a second operator, and executed. */
@NullMarked
package touchline.api.ops.correction;

import org.jspecify.annotations.NullMarked;
