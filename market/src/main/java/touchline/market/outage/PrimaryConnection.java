package touchline.market.outage;

import java.util.Set;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A connection that its pool drops once the server says that it is a replica: by now the address may lead to the new primary, and a connection that is kept
 * would go on being refused.
 */
public final class PrimaryConnection extends Connection {
    private static final Set<String> OF_A_REPLICA = Set.of("READONLY", "MASTERDOWN");

    private PrimaryConnection(Connection.Builder builder) {
        super(builder);
    }

    /** Makes such connections, for a pool. */
    public static ConnectionFactory factory(HostAndPort server, JedisClientConfig config) {
        DefaultJedisSocketFactory sockets = new DefaultJedisSocketFactory(server, config);
        Connection.Builder builder = new Connection.Builder() {
            @Override
            protected Connection createConnection() {
                return new PrimaryConnection(this);
            }
        };
        return ConnectionFactory.builder()
                .socketFactory(sockets)
                .clientConfig(config)
                .connectionBuilder(builder.socketFactory(sockets).clientConfig(config))
                .build();
    }

    @Override
    protected Object readProtocolWithCheckingBroken() {
        try {
            return super.readProtocolWithCheckingBroken();
        } catch (JedisDataException refused) {
            if (StoreOutage.of(refused)
                    .filter(outage -> OF_A_REPLICA.contains(outage.reason()))
                    .isPresent()) {
                setBroken();
            }
            throw refused;
        }
    }
}
