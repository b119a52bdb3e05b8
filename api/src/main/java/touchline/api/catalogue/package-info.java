/**
 * What can be traded and watched: instruments and fixtures.
 */
@NullMarked
package touchline.api.catalogue;

import org.jspecify.annotations.NullMarked;
