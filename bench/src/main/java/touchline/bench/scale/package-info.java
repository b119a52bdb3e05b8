/** What one Redis primary can carry, and how processes scale beside it. */
@NullMarked
package touchline.bench.scale;

import org.jspecify.annotations.NullMarked;
