/** A Redis primary with a replica and Sentinels, as processes of their own, for tests and fault runs. */
@NullMarked
package touchline.stores.redis;

import org.jspecify.annotations.NullMarked;
