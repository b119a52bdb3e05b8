/**
 * Readers of request bodies, query parameters and path ids that report every invalid field at once.
 */
@NullMarked
package touchline.api.request;

import org.jspecify.annotations.NullMarked;
