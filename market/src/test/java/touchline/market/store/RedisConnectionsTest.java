package touchline.market.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.params.XReadParams;
import touchline.market.store.RedisSubscription.Topics;
import touchline.stores.junit.FaultProxy;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Nothing that waits for Redis waits for ever: each test would, without the time-out or the ping that it is about. */
@ExtendWith(StoresExtension.class)
class RedisConnectionsTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private FaultProxy proxy;
    private RedisConnections connections;
    private Jedis byHand;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @BeforeEach
    void open(TestStores stores) {
        proxy = FaultProxy.to(stores.redisUrl());
        connections = RedisConnections.to(proxy.url(stores.redisUrl()));
        byHand = new Jedis(stores.redisUrl());
    }

    @AfterEach
    void close() {
        thread.shutdownNow();
        byHand.close();
        proxy.close();
    }

    @Test
    void anAnswerThatIsLostFreesACaller() {
        try (RedisClient pool = connections.pool("test", 2);
                Jedis own = connections.open("test")) {
            assertThat(own.getConnection().getSoTimeout()).isEqualTo(1_000);
            pool.set("key", "value");
            proxy.loseOnOpenConnections();

            assertTimesOut(() -> pool.get("key"));
            assertThat(pool.get("key")).as("over another connection").isEqualTo("value");
        }
    }

    @Test
    void aReadThatWaitsInRedisIsFreedWhereItsAnswerIsLost() {
        try (Jedis reader = connections.open("test")) {
            byHand.xadd("stream", StreamEntryID.NEW_ENTRY, Map.of("a", "b"));
            XReadParams waiting = XReadParams.xReadParams().block(1_000);
            assertThat(reader.xread(waiting, Map.of("stream", new StreamEntryID(0, 0))))
                    .hasSize(1);
            proxy.loseOnOpenConnections();

            assertTimesOut(() -> reader.xread(waiting, Map.of("stream", StreamEntryID.XREAD_NEW_ENTRY)));
        }
    }

    @Test
    void aServerThatAcceptsAndNeverAnswersFreesACaller() {
        proxy.loseEverything();

        assertTimesOut(() -> connections.open("test").ping());
        assertThatThrownBy(() -> RedisSubscription.open(connections, "test", Topics.channel("c"), (c, m) -> {}))
                .hasMessageContaining("could not subscribe");
    }

    @Test
    void aHostThatDoesNotAcceptFreesACaller() throws Exception {
        List<Socket> queued = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int n = 0; n < 3; n++) { // what fits into the queue of those that wait to be accepted, and more
                Socket socket = new Socket();
                try {
                    socket.connect(full.getLocalSocketAddress(), 200);
                } catch (SocketTimeoutException isFull) {
                    // as meant
                }
                queued.add(socket);
            }
            RedisConnections there = RedisConnections.to("redis://127.0.0.1:" + full.getLocalPort());

            assertTimesOut(() -> there.open("test").ping());
        } finally {
            for (Socket socket : queued) {
                socket.close();
            }
        }
    }

    /** Its pings keep it open: one that nothing else is said on would be over after three seconds. */
    @Test
    void aQuietSubscriptionStaysOpen() throws Exception {
        try (RedisSubscription subscription = open(new ConcurrentLinkedQueue<>())) {
            await().atMost(SOON)
                    .until(() -> byHand.clientList()
                            .lines()
                            .anyMatch(client -> client.contains(" name=touchline-test ") && age(client) >= 5));
            assertThat(subscription.ended()).isNull();
        }
    }

    /** What the server sends arrives; what is sent to it doesn't, and so its end would not be noticed either. */
    @Test
    void aSubscriptionWhosePingsAreLostIsGivenUpThoughMessagesCome() throws Exception {
        Queue<String> messages = new ConcurrentLinkedQueue<>();
        try (RedisSubscription subscription = open(messages)) {
            proxy.loseRequestsOnOpenConnections();

            await().atMost(SOON).until(() -> {
                byHand.publish("channel", "message");
                return subscription.ended() != null;
            });
            assertThat(subscription.ended()).contains("pings");
            assertThat(messages).hasSizeGreaterThan(3);
        }
    }

    @Test
    void aSubscriptionWhosePacketsVanishEnds() throws Exception {
        try (RedisSubscription subscription = open(new ConcurrentLinkedQueue<>())) {
            proxy.loseOnOpenConnections();

            await().atMost(SOON).until(() -> subscription.ended() != null);
            thread.submit(() -> {
                        subscription.awaitEnd();
                        return null;
                    })
                    .get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private RedisSubscription open(Queue<String> messages) throws InterruptedException {
        return RedisSubscription.open(
                connections, "test", Topics.channel("channel"), (channel, message) -> messages.add(message));
    }

    private static int age(String client) {
        return Integer.parseInt(client.replaceFirst(".* age=(\\d+) .*", "$1"));
    }

    /** Without its time-out a call would go on until the test gives up. */
    private void assertTimesOut(Callable<?> call) {
        assertThatThrownBy(() -> thread.submit(call).get(SOON.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(JedisConnectionException.class)
                .hasStackTraceContaining("imed out");
    }
}
