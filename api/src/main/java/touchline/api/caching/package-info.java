/**
 * What clients need not be sent twice.
 */
@NullMarked
package touchline.api.caching;

import org.jspecify.annotations.NullMarked;
