/** Nodes as processes of their own, on shared stores: killed, doubled, and held to what was promised. */
@NullMarked
package touchline.sandbox.cluster;

import org.jspecify.annotations.NullMarked;
