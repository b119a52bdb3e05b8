/**
 * Pages of other origins that may call the client API.
 */
@NullMarked
package touchline.api.origin;

import org.jspecify.annotations.NullMarked;
