/**
 * Acting alone in the cluster: leases in Redis with fencing tokens from Postgres.
 */
@NullMarked
package touchline.market.lease;

import org.jspecify.annotations.NullMarked;
