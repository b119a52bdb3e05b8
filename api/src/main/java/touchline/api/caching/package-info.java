/**
 * Conditional requests: entity tags and 304.
 */
@NullMarked
package touchline.api.caching;

import org.jspecify.annotations.NullMarked;
