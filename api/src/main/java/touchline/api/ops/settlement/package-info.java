/**
 * Settlements to operators: how far each has come, and making one try again now.
 */
@NullMarked
package touchline.api.ops.settlement;

import org.jspecify.annotations.NullMarked;
