package touchline.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import touchline.market.margin.LastSeen;
import touchline.market.presence.Presence;
import touchline.market.recovery.Epoch;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Authenticated connections are counted in the cluster while they are open. */
@ExtendWith(StoresExtension.class)
@SuppressWarnings("NullAway.Init")
class ConnectionRegistryTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final UserId ALICE = UserId.of("alice");
    private static final int MOST = 20;

    private final List<String> reconnected = new CopyOnWriteArrayList<>();
    private RedisClient redis;
    private Jedis ear;
    private Presence count;
    private ConnectionRegistry one;
    private ConnectionRegistry two;

    @BeforeEach
    void open(TestStores stores) throws Exception {
        redis = RedisClient.create(stores.redisUrl());
        Epoch.openWithoutBook(redis);
        ear = new Jedis(URI.create(stores.redisUrl()));
        CountDownLatch listening = new CountDownLatch(1);
        Thread listener = new Thread(() -> listen(listening));
        listener.setDaemon(true);
        listener.start();
        listening.await();
        count = presence("count");
        one = attendance("one");
        two = attendance("two");
    }

    private void listen(CountDownLatch listening) {
        try {
            ear.subscribe(
                    new JedisPubSub() {
                        @Override
                        public void onSubscribe(String channel, int channels) {
                            listening.countDown();
                        }

                        @Override
                        public void onMessage(String channel, String message) {
                            reconnected.add(message);
                        }
                    },
                    "user:reconnect");
        } catch (RuntimeException closed) {
            // the test is over
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        one.stop();
        two.stop();
        ear.disconnect();
        redis.close();
    }

    @Test
    void aSecondConnectionIsNotAReconnection() {
        one.enter("a", ALICE, () -> true, () -> {});
        two.enter("a", ALICE, () -> true, () -> {});
        assertThat(count.connections(ALICE)).isEqualTo(2);
        one.leave("a");
        one.leave("a");
        await().atMost(SOON).until(() -> count.connections(ALICE) == 1);
        one.enter("b", ALICE, () -> true, () -> {});
        assertThat(one.of(ALICE)).isEqualTo(1);
        one.leave("b");
        two.leave("a");
        await().atMost(SOON).until(() -> count.connections(ALICE) == 0);
        two.enter("c", ALICE, () -> true, () -> {});

        redis.publish("user:reconnect", "end");
        await().atMost(SOON).until(() -> reconnected.contains("end"));
        assertThat(reconnected).containsExactly("alice", "alice", "end");
    }

    @Test
    void simultaneousConnectionsStayWithinTheLimit() throws Exception {
        for (int round = 1; round <= 2; round++) {
            ExecutorService threads = Executors.newFixedThreadPool(25);
            try {
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Boolean>> answers = new ArrayList<>();
                for (int n = 0; n < 100; n++) {
                    String connection = round + "-" + n;
                    answers.add(threads.submit(() -> {
                        start.await();
                        return one.enter(connection, ALICE, () -> true, () -> {});
                    }));
                }
                start.countDown();
                List<String> in = new ArrayList<>();
                for (int n = 0; n < 100; n++) {
                    if (answers.get(n).get()) {
                        in.add(round + "-" + n);
                    }
                }
                assertThat(in).hasSize(MOST);
                assertThat(one.of(ALICE)).isEqualTo(MOST);
                assertThat(one.enter("one more", ALICE, () -> true, () -> {})).isFalse();
                assertThat(one.enter("bob", UserId.of("bob"), () -> true, () -> {}))
                        .isTrue();
                one.leave("bob");
                one.leave("one more");
                assertThat(one.of(ALICE))
                        .as("who was not let in leaves no place free")
                        .isEqualTo(MOST);
                in.forEach(one::leave);
                assertThat(one.of(ALICE)).isZero();
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void connectionsOfASilentNodeExpire() throws InterruptedException {
        one.enter("a", ALICE, () -> true, () -> {});
        two.start();
        two.enter("a", ALICE, () -> true, () -> {});
        redis.del("presence:node:one"); // as it expires without a heartbeat
        await().atMost(SOON).until(() -> count.connections(ALICE) == 1);
        two.stop();
        assertThat(count.connections(ALICE)).as("a node that stops says so").isZero();
    }

    @Test
    void lastSeenIsUpdatedWhileConnected() {
        LastSeen lastSeen = new LastSeen(redis);
        one.start();
        one.enter("a", ALICE, () -> true, () -> {});
        await().atMost(SOON).until(() -> lastSeen.of(ALICE).isPresent());
        long before = lastSeen.of(ALICE).orElseThrow();
        await().atMost(SOON).until(() -> lastSeen.of(ALICE).orElseThrow() > before);
    }

    @Test
    void aConnectionWithInvalidCredentialsIsClosed() {
        AtomicBoolean isWelcome = new AtomicBoolean(true);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean otherEnded = new AtomicBoolean();
        one.start();
        one.enter("a", ALICE, isWelcome::get, () -> {
            ended.set(true);
            one.leave("a");
        });
        one.enter(
                "b",
                UserId.of("bob"),
                () -> {
                    throw new IllegalStateException("the user store is unreachable");
                },
                () -> otherEnded.set(true));
        isWelcome.set(false);
        await().atMost(SOON).untilTrue(ended);
        await().atMost(SOON).until(() -> count.connections(ALICE) == 0);
        assertThat(otherEnded).isFalse();
    }

    @Test
    void aConnectionThatCannotBeEndedKeepsNoOtherOneFromBeingChecked() {
        LastSeen lastSeen = new LastSeen(redis);
        AtomicBoolean isWelcome = new AtomicBoolean(true);
        AtomicBoolean ended = new AtomicBoolean();
        one.start();
        one.enter("a", UserId.of("bob"), () -> false, () -> {
            throw new IllegalStateException("it has ended already");
        });
        one.enter("b", ALICE, isWelcome::get, () -> ended.set(true));
        await().atMost(SOON).until(() -> lastSeen.of(ALICE).isPresent());
        long before = lastSeen.of(ALICE).orElseThrow();
        await().atMost(SOON).until(() -> lastSeen.of(ALICE).orElseThrow() > before + 200);
        isWelcome.set(false);
        await().atMost(SOON).untilTrue(ended);
    }

    /** As while Postgres is unreachable, for an API key. */
    @Test
    void aCheckThatWaitsDelaysNoHeartbeat() throws InterruptedException {
        LastSeen lastSeen = new LastSeen(redis);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        one.start();
        one.enter(
                "a",
                ALICE,
                () -> {
                    asked.countDown();
                    try {
                        answer.await();
                    } catch (InterruptedException end) {
                        Thread.currentThread().interrupt();
                    }
                    return true;
                },
                () -> {});
        try {
            asked.await();
            await().atMost(SOON).until(() -> lastSeen.of(ALICE).isPresent());
            long before = lastSeen.of(ALICE).orElseThrow();
            await().atMost(SOON).until(() -> lastSeen.of(ALICE).orElseThrow() > before + 200);
        } finally {
            answer.countDown();
        }
    }

    private ConnectionRegistry attendance(String node) {
        return new ConnectionRegistry(presence(node), Duration.ofMillis(50), Duration.ofMillis(50), MOST);
    }

    private Presence presence(String node) {
        return new Presence(redis, new LastSeen(redis), node);
    }
}
