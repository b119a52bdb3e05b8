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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
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

/**
 * Nothing that waits for Redis waits for ever: each test would, without the time-out or the ping that it is about. They wait for seconds, so all begin before the first one.
 */
@ExtendWith(StoresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisConnectionsTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<FaultProxy> proxies = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();
    private String url;
    private Jedis byHand;
    private Future<?> publishing;
    private Future<?> lostAnswer;
    private Future<?> lostRead;
    private Future<?> noAnswer;
    private Future<?> noSubscription;
    private Future<?> noConnection;
    private RedisSubscription quiet;
    private RedisSubscription withoutPings;
    private RedisSubscription vanished;

    @BeforeAll
    void begin(TestStores stores) throws Exception {
        url = stores.redisUrl();
        byHand = new Jedis(url);
        FaultProxy sound = proxy();
        quiet = open(sound, "quiet", new ConcurrentLinkedQueue<>());
        FaultProxy deaf = proxy();
        withoutPings = open(deaf, "deaf", messages);
        deaf.loseRequestsOnOpenConnections();
        publishing = threads.submit(this::publishUntilItEnds);
        FaultProxy losing = proxy();
        vanished = open(losing, "vanished", new ConcurrentLinkedQueue<>());
        losing.loseOnOpenConnections();
        lostAnswer = threads.submit(this::loseAnAnswer);
        lostRead = threads.submit(this::loseARead);
        FaultProxy silent = proxy();
        silent.loseEverything();
        RedisConnections toSilent = RedisConnections.to(silent.url(url));
        noAnswer = threads.submit(() -> toSilent.open("test").ping());
        noSubscription =
                threads.submit(() -> RedisSubscription.open(toSilent, "test", Topics.channel("c"), (c, message) -> {}));
        noConnection = threads.submit(RedisConnectionsTest::connectToAFullQueue);
    }

    @AfterAll
    void end() {
        quiet.close();
        threads.shutdownNow();
        byHand.close();
        proxies.forEach(FaultProxy::close);
    }

    @Test
    void anAnswerThatIsLostFreesACaller() {
        assertTimesOut(lostAnswer);
    }

    private Object loseAnAnswer() {
        FaultProxy proxy = proxy();
        RedisConnections connections = RedisConnections.to(proxy.url(url));
        try (RedisClient pool = connections.pool("test", 2);
                Jedis own = connections.open("test")) {
            assertThat(own.getConnection().getSoTimeout()).isEqualTo(1_000);
            pool.set("key", "value");
            proxy.loseOnOpenConnections();
            try {
                return pool.get("key");
            } finally {
                assertThat(pool.get("key")).as("over another connection").isEqualTo("value");
            }
        }
    }

    @Test
    void aReadThatWaitsInRedisIsFreedWhereItsAnswerIsLost() {
        assertTimesOut(lostRead);
    }

    private Object loseARead() {
        FaultProxy proxy = proxy();
        try (Jedis reader = RedisConnections.to(proxy.url(url)).open("test");
                Jedis writer = new Jedis(url)) {
            writer.xadd("stream", StreamEntryID.NEW_ENTRY, Map.of("a", "b"));
            XReadParams waiting = XReadParams.xReadParams().block(1_000);
            assertThat(reader.xread(waiting, Map.of("stream", new StreamEntryID(0, 0))))
                    .hasSize(1);
            proxy.loseOnOpenConnections();

            return reader.xread(waiting, Map.of("stream", StreamEntryID.XREAD_NEW_ENTRY));
        }
    }

    @Test
    void aServerThatAcceptsAndNeverAnswersFreesACaller() {
        assertTimesOut(noAnswer);
        assertThatThrownBy(() -> noSubscription.get(SOON.toSeconds(), TimeUnit.SECONDS))
                .hasMessageContaining("could not subscribe");
    }

    @Test
    void aHostThatDoesNotAcceptFreesACaller() {
        assertTimesOut(noConnection);
    }

    private static Object connectToAFullQueue() throws Exception {
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

            return there.open("test").ping();
        } finally {
            for (Socket socket : queued) {
                socket.close();
            }
        }
    }

    /** Its pings keep it open: without them and without messages it would end after three seconds. */
    @Test
    void aQuietSubscriptionStaysOpen() {
        await().atMost(SOON)
                .until(() -> byHand.clientList()
                        .lines()
                        .anyMatch(client -> client.contains(" name=touchline-quiet ") && age(client) >= 5));
        assertThat(quiet.ended()).isNull();
    }

    /** What the server sends arrives; what is sent to it doesn't, and so its end would not be noticed either. */
    @Test
    void aSubscriptionWhosePingsAreLostIsGivenUpThoughMessagesCome() throws Exception {
        publishing.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(withoutPings.ended()).contains("pings");
        assertThat(messages).hasSizeGreaterThan(3);
    }

    private @Nullable Void publishUntilItEnds() throws InterruptedException {
        try (Jedis publisher = new Jedis(url)) {
            while (withoutPings.ended() == null) {
                publisher.publish("deaf", "message");
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return null;
        }
    }

    @Test
    void aSubscriptionWhosePacketsVanishEnds() throws Exception {
        await().atMost(SOON).until(() -> vanished.ended() != null);
        threads.submit(() -> {
                    vanished.awaitEnd();
                    return null;
                })
                .get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private FaultProxy proxy() {
        FaultProxy proxy = FaultProxy.to(url);
        proxies.add(proxy);
        return proxy;
    }

    private RedisSubscription open(FaultProxy proxy, String name, Queue<String> received) throws InterruptedException {
        return RedisSubscription.open(
                RedisConnections.to(proxy.url(url)),
                name,
                Topics.channel(name),
                (channel, message) -> received.add(message));
    }

    private static int age(String client) {
        return Integer.parseInt(client.replaceFirst(".* age=(\\d+) .*", "$1"));
    }

    /** Without its time-out a call would go on until the test gives up. */
    private static void assertTimesOut(Future<?> call) {
        assertThatThrownBy(() -> call.get(SOON.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(JedisConnectionException.class)
                .hasStackTraceContaining("imed out");
    }
}
