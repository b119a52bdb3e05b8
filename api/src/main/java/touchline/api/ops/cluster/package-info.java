/**
 * The REST API of nodes and services: states, leases and lock waits.
 */
@NullMarked
package touchline.api.ops.cluster;

import org.jspecify.annotations.NullMarked;
