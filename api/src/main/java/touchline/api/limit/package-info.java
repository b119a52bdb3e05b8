/**
 * How much and how often one may ask. Requests are counted by address and by user; what comes back of a quota comes back evenly. What changes something is counted for the
 * whole cluster in Redis, which they need anyway; reads are counted on each node, as a round trip to Redis would cost more than the answer. Headers say what is left.
 */
@NullMarked
package touchline.api.limit;

import org.jspecify.annotations.NullMarked;
