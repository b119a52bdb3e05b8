package touchline.market.store;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.providers.PooledConnectionProvider;

/** A pool that gives out connections to the present primary only. Thread-safe. */
final class PrimaryPool extends PooledConnectionProvider {
    private PrimaryPool(ConnectionFactory factory, ConnectionPoolConfig limits) {
        super(factory, limits);
    }

    static PrimaryPool of(PrimaryAddress primary, JedisClientConfig config, ConnectionPoolConfig limits) {
        Connection.Builder connections = PrimaryConnection.builder(primary, config);
        ConnectionFactory.Builder factory = ConnectionFactory.builder()
                .clientConfig(config)
                .socketFactory(connections.getSocketFactory())
                .connectionBuilder(connections);
        return new PrimaryPool(new PooledConnectionFactory(factory), limits);
    }

    @Override
    public Connection getConnection() {
        Connection connection = super.getConnection();
        while (connection instanceof PrimaryConnection known && known.isToFormerPrimary()) {
            known.setBroken();
            known.close();
            connection = super.getConnection();
        }
        return connection;
    }

    @Override
    public Connection getConnection(CommandArguments arguments) {
        return getConnection();
    }
}
