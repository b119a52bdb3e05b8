/**
 * Instruments and fixtures.
 */
@NullMarked
package touchline.api.catalogue;

import org.jspecify.annotations.NullMarked;
