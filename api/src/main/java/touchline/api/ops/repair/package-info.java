/** What stands still, and the repair of it. */
@NullMarked
package touchline.api.ops.repair;

import org.jspecify.annotations.NullMarked;
