/**
 * The objects of a node: stores, market services, jobs and background services.
 */
@NullMarked
package touchline.api.wiring;

import org.jspecify.annotations.NullMarked;
