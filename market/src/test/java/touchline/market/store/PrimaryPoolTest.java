package touchline.market.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import touchline.stores.junit.FaultProxy;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class PrimaryPoolTest {
    private static final int CONNECTIONS = 3;

    @Test
    void idleConnectionsThatDoNotAnswerAreClosedWithOneLogLine(TestStores stores) throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(PrimaryPool.class.getPackageName());
        Level before = logger.getLevel();
        logger.setLevel(Level.WARN); // an application in this process may have set another
        logger.addAppender(log);
        try (FaultProxy proxy = FaultProxy.to(stores.redisUrl())) {
            HostAndPort server = new HostAndPort("127.0.0.1", proxy.port());
            try (PrimaryPool pool = pool(server)) {
                List<Connection> open = IntStream.range(0, CONNECTIONS)
                        .mapToObj(n -> pool.getConnection())
                        .toList();
                // No later than now: a busy machine may take longer for the handshakes.
                open.forEach(connection -> connection.setSoTimeout(100));
                open.forEach(Connection::close);
                assertThat(pool.getPool().getNumIdle()).isEqualTo(CONNECTIONS);
                proxy.loseEverything();

                pool.getPool().evict();

                assertThat(pool.getPool().getNumIdle()).isZero();
            }
        } finally {
            logger.detachAppender(log);
            logger.setLevel(before);
        }
        assertThat(log.list)
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getFormattedMessage()).startsWith("idle connections to Redis are closed: ");
                    assertThat(line.getThrowableProxy()).isNull();
                });
    }

    private static PrimaryPool pool(HostAndPort server) {
        ConnectionPoolConfig limits = new ConnectionPoolConfig();
        limits.setMaxTotal(CONNECTIONS);
        limits.setMaxIdle(CONNECTIONS);
        return PrimaryPool.of(
                () -> server,
                DefaultJedisClientConfig.builder().socketTimeoutMillis(60_000).build(),
                limits);
    }
}
