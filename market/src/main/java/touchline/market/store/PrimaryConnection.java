package touchline.market.store;

import java.util.Set;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.outage.StoreOutage;

/**
 * A connection to the primary, which fails once another server is the primary, and which its pool drops once the server says that it is a replica: kept, it would
 * go on being refused, or read what no longer counts.
 */
final class PrimaryConnection extends Connection {
    private static final Set<String> OF_A_REPLICA = Set.of("READONLY", "MASTERDOWN");

    private final PrimaryAddress primary;
    private final HostAndPort connectedTo;

    private PrimaryConnection(Connection.Builder builder, PrimaryAddress primary, HostAndPort server) {
        super(builder);
        this.primary = primary;
        this.connectedTo = server;
    }

    /** Makes such connections, for a pool or alone. */
    static Connection.Builder builder(PrimaryAddress primary, JedisClientConfig config) {
        Connection.Builder builder = new Connection.Builder() {
            @Override
            protected Connection createConnection() {
                return new PrimaryConnection(this, primary, primary.current());
            }
        };
        return builder.clientConfig(config).socketFactory(new DefaultJedisSocketFactory(config) {
            @Override
            protected HostAndPort getSocketHostAndPort() {
                return primary.current();
            }
        });
    }

    HostAndPort server() {
        return connectedTo;
    }

    boolean isToFormerPrimary() {
        return primary.hasMovedFrom(connectedTo);
    }

    @Override
    protected Object readProtocolWithCheckingBroken() {
        Object reply;
        try {
            reply = super.readProtocolWithCheckingBroken();
        } catch (JedisDataException refused) {
            if (StoreOutage.of(refused)
                    .filter(outage -> OF_A_REPLICA.contains(outage.reason()))
                    .isPresent()) {
                setBroken();
            }
            throw refused;
        }
        if (isToFormerPrimary()) {
            setBroken();
            throw new JedisConnectionException("another Redis than " + connectedTo + " has become the primary");
        }
        return reply;
    }
}
