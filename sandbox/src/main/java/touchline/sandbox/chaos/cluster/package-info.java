/** A whole cluster on one machine whose processes can be killed, suspended and cut off: nodes, flusher, Redis and Postgres. */
@NullMarked
package touchline.sandbox.chaos.cluster;

import org.jspecify.annotations.NullMarked;
