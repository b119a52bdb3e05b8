/**
 * Whether the market is well: for clients, and for whoever operates it.
 */
@NullMarked
package touchline.api.status;

import org.jspecify.annotations.NullMarked;
