/**
 * Conditional requests: entity tags and 304. Readings that requests share.
 */
@NullMarked
package touchline.api.caching;

import org.jspecify.annotations.NullMarked;
