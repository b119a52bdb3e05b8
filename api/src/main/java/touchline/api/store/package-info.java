/**
 * The stores as the configuration names them, and what they are held to when a node starts.
 */
@NullMarked
package touchline.api.store;

import org.jspecify.annotations.NullMarked;
