package touchline.market.store;

import redis.clients.jedis.HostAndPort;

/** Where the primary is now. Thread-safe. */
@FunctionalInterface
interface PrimaryAddress {
    /**
     * The address to connect to.
     *
     * @throws redis.clients.jedis.exceptions.JedisConnectionException if nobody knows it
     */
    HostAndPort current();

    /**
     * Whether no fail-over from a server can have begun before this call, so that a replica that is promoted later has what replicas have confirmed. May wait for half
     * a second.
     */
    default boolean isKept(HostAndPort address) {
        return true;
    }

    /** Whether another server has become the primary since a connection was made to {@code address}. Never waits. */
    default boolean hasMovedFrom(HostAndPort address) {
        return false;
    }
}
