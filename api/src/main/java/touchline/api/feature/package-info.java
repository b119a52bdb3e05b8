/**
 * The parts of the HTTP API, each installed into the Dropwizard environment.
 */
@NullMarked
package touchline.api.feature;

import org.jspecify.annotations.NullMarked;
