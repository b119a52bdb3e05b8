package touchline.api.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import touchline.market.fixture.FeedPatience;
import touchline.market.fixture.FeedWatch;
import touchline.market.fixture.FixtureRepository;
import touchline.market.halt.CircuitBreaker;
import touchline.market.halt.Halts;
import touchline.market.outbox.Backlog;
import touchline.market.outbox.OutboxLags;
import touchline.market.outbox.refill.BookRefillRepository;
import touchline.market.recovery.Epoch;
import touchline.market.recovery.StoreMonitor;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** The status while Redis accepts connections and answers nothing, as one does that is suspended. */
@ExtendWith(StoresExtension.class)
final class SilentRedisTest {
    @SuppressWarnings("NullAway.Init")
    private ServerSocketChannel silent;

    @SuppressWarnings("NullAway.Init")
    private RedisClient redis;

    @SuppressWarnings("NullAway.Init")
    private StatusResource resource;

    @BeforeEach
    void start(TestStores stores) throws Exception {
        silent = ServerSocketChannel.open();
        silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        silent.configureBlocking(false);
        redis = RedisClient.builder()
                .hostAndPort("127.0.0.1", silent.socket().getLocalPort())
                .clientConfig(DefaultJedisClientConfig.builder()
                        .socketTimeoutMillis(100)
                        .protocol(RedisProtocol.RESP2)
                        .build())
                .build();
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        MarketStatus status = new MarketStatus(
                new StoreMonitor(redis, new Epoch(redis, jdbi)),
                new OutboxLags(redis, jdbi),
                new BookRefillRepository(redis, jdbi),
                new Backlog(redis, Duration.ofSeconds(60)),
                new FeedWatch(redis, new FixtureRepository(jdbi), FeedPatience.standard()));
        resource = new StatusResource(status, new Halts(redis, jdbi, CircuitBreaker.NONE));
    }

    @AfterEach
    void stop() throws Exception {
        redis.close();
        silent.close();
    }

    /** A connection is given up with the read that timed out on it: there are as many as reads. */
    @Test
    void theStatusWaitsForOneReadThatTimesOut() throws Exception {
        assertThat(connections()).as("before").isZero();

        StatusResource.StatusView view = resource.get();

        assertThat(view.trading()).isEqualTo("closed");
        assertThat(view.reason()).isEqualTo("store-unavailable");
        assertThat(view.books()).isEqualTo("unknown");
        assertThat(view.outboxLagMs()).isNull();
        assertThat(view.feedAgeMs()).isNull();
        assertThat(connections()).isEqualTo(1);
    }

    /** Those opened since the last call: the system has completed them, accepted or not. */
    private int connections() throws IOException {
        int opened = 0;
        for (SocketChannel next = silent.accept(); next != null; next = silent.accept()) {
            next.close();
            opened++;
        }
        return opened;
    }
}
