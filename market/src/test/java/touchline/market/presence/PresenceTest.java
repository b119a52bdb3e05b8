package touchline.market.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import touchline.market.TestMarket;
import touchline.market.margin.LastSeen;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class PresenceTest {
    private static final UserId ALICE = UserId.of("alice");
    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<String> published = new CopyOnWriteArrayList<>();
    private TestMarket market;
    private Jedis ear;
    private LastSeen lastSeen;
    private Presence one;
    private Presence two;

    @BeforeEach
    void open(TestStores stores) throws InterruptedException {
        market = new TestMarket(stores);
        lastSeen = new LastSeen(market.redis);
        one = new Presence(market.redis, lastSeen, "one");
        two = new Presence(market.redis, lastSeen, "two");
        ear = new Jedis(URI.create(stores.redisUrl()));
        CountDownLatch listening = new CountDownLatch(1);
        Thread listener = new Thread(() -> {
            try {
                ear.subscribe(
                        new JedisPubSub() {
                            @Override
                            public void onSubscribe(String channel, int count) {
                                listening.countDown();
                            }

                            @Override
                            public void onMessage(String channel, String message) {
                                published.add(message);
                            }
                        },
                        "user:reconnect");
            } catch (RuntimeException closed) {
                // the test is over
            }
        });
        listener.setDaemon(true);
        listener.start();
        listening.await();
    }

    @AfterEach
    void close() {
        ear.disconnect();
        market.close();
    }

    @Test
    void aUserWhosePositionIsOverwrittenIsLeftOutAndNobodyElse() {
        UserId bob = UserId.of("bob");
        market.redis.sadd("positions:user:alice", "7");
        market.redis.set("position:7", "overwritten");

        one.heartbeat(List.of(ALICE, bob));

        assertThat(lastSeen.of(ALICE)).isEmpty();
        assertThat(lastSeen.of(bob)).isPresent();
    }

    @Test
    void aUserLeavesThoughItsPositionsCannotBeRead() {
        market.redis.set("positions:user:alice", "overwritten");
        one.connect(ALICE, "a");

        one.disconnect(ALICE, "a");

        assertThat(two.connections(ALICE)).isZero();
    }

    @Test
    void onlyTheFirstOfManyConnectionsIsPublished() {
        assertThat(one.connect(ALICE, "a")).isTrue();
        assertThat(one.connect(ALICE, "b")).isFalse();
        assertThat(two.connect(ALICE, "a")).isFalse();
        assertThat(one.connections(ALICE)).isEqualTo(3);

        one.disconnect(ALICE, "a");
        one.disconnect(ALICE, "a");
        one.disconnect(ALICE, "b");
        assertThat(two.connect(ALICE, "c")).as("one to node two is still open").isFalse();
        two.disconnect(ALICE, "a");
        two.disconnect(ALICE, "c");
        assertThat(two.connections(ALICE)).isZero();

        assertThat(two.connect(ALICE, "d")).isTrue();
        assertPublished("alice", "alice");
    }

    @Test
    void aRetryIsNoSecondConnection() {
        one.connect(ALICE, "a");
        one.connect(ALICE, "a");

        assertThat(one.connections(ALICE)).isEqualTo(1);
        assertPublished("alice");
    }

    @Test
    void aHundredConnectionsToTwoNodesAtOnceArePublishedOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> connecting = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            Presence node = n % 2 == 0 ? one : two;
            String connection = "c" + n;
            connecting.add(() -> node.connect(ALICE, connection));
        }
        int firsts = 0;
        for (Future<Boolean> first : threads.invokeAll(connecting)) {
            firsts += first.get() ? 1 : 0;
        }
        threads.shutdown();

        assertThat(firsts).isEqualTo(1);
        assertThat(one.connections(ALICE)).isEqualTo(100);
        assertPublished("alice");
    }

    @Test
    void theConnectionsOfANodeThatIsKilledFadeAndThoseOfOthersStay() {
        Presence expiring = new Presence(market.redis, lastSeen, "expiring", Duration.ofMillis(300));
        UserId bob = UserId.of("bob");
        expiring.connect(ALICE, "a");
        expiring.connect(bob, "a");
        two.connect(bob, "b");

        await().atMost(SOON).until(() -> two.connections(ALICE) == 0);

        assertThat(two.connections(bob)).isEqualTo(1);
        assertThat(two.connect(bob, "c")).as("bob was there all along").isFalse();
        assertThat(two.connect(ALICE, "b")).as("alice had gone").isTrue();
        assertPublished("alice", "bob", "alice");
    }

    @Test
    void aNodeThatReportsKeepsItsConnections() {
        Presence beating = new Presence(market.redis, lastSeen, "beating", Duration.ofMillis(800));
        beating.connect(ALICE, "a");
        long until = System.nanoTime() + Duration.ofSeconds(2).toNanos();

        await().pollInterval(Duration.ofMillis(50)).atMost(SOON).until(() -> {
            beating.heartbeat(List.of(ALICE));
            assertThat(two.connections(ALICE)).isEqualTo(1);
            return System.nanoTime() - until > 0;
        });

        assertThat(two.connect(ALICE, "b")).isFalse();
        assertPublished("alice");
    }

    @Test
    void aNodeThatStopsLeavesNobodyBehind() {
        one.connect(ALICE, "a");

        one.leave();

        assertThat(two.connections(ALICE)).isZero();
    }

    @Test
    void lastSeenIsKeptWhileOneIsConnected() {
        long before = lastSeen.now();
        one.connect(ALICE, "a");
        one.heartbeat(List.of(ALICE));
        long first = lastSeen.of(ALICE).orElseThrow();
        assertThat(first).isGreaterThanOrEqualTo(before);

        await().atMost(SOON).until(() -> lastSeen.now() > first);
        one.disconnect(ALICE, "a");

        assertThat(lastSeen.of(ALICE).orElseThrow()).isGreaterThan(first);
    }

    /** Users with many positions are looked at a few at a time, and the last one as well. */
    @Test
    void lastSeenIsKeptOfManyWhoHaveManyPositions() {
        List<UserId> users =
                IntStream.range(0, 12).mapToObj(n -> UserId.of("user-" + n)).toList();
        for (UserId user : users) {
            market.redis.sadd(
                    "positions:user:" + user,
                    IntStream.range(0, 100).mapToObj(n -> user + "-" + n).toArray(String[]::new));
        }
        long scripts = scripts();

        lastSeen.follow(users);

        assertThat(scripts() - scripts).isGreaterThanOrEqualTo(3);
        assertThat(users).allSatisfy(user -> assertThat(lastSeen.of(user)).isPresent());
    }

    private long scripts() {
        return Long.parseLong(
                market.redis.info("commandstats").replaceFirst("(?s).*cmdstat_evalsha:calls=(\\d+).*", "$1"));
    }

    private void assertPublished(String... users) {
        market.redis.publish("user:reconnect", "the end");
        await().atMost(SOON).until(() -> published.contains("the end"));
        assertThat(published.subList(0, published.size() - 1)).containsExactly(users);
    }
}
