package touchline.api.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.market.MarketRules;
import touchline.market.lease.Leases;
import touchline.market.outbox.Flusher;
import touchline.market.position.Positions;
import touchline.market.recovery.Epoch;
import touchline.market.stopwatch.StopWatch;
import touchline.market.store.RedisConnections;
import touchline.scheduler.node.Service;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Services restart when their threads die. */
@ExtendWith(StoresExtension.class)
class ThreadSupervisorTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private final List<AutoCloseable> toEnd = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : toEnd) {
            one.close();
        }
    }

    @Test
    void aThreadThatDiesOfAnErrorIsRestartedAndReported() {
        List<Instant> lives = new CopyOnWriteArrayList<>();
        CountDownLatch end = new CountDownLatch(1);
        ThreadSupervisor kept = kept(() -> new ThreadSupervisor.Loops(
                List.of(() -> {
                    lives.add(Instant.now());
                    if (lives.size() < 6) {
                        throw new StackOverflowError("as it happens");
                    }
                    uninterruptibly(end);
                }),
                end::countDown));
        kept.start();

        await().atMost(SOON).until(() -> lives.size() == 6);

        assertThat(kept.recentDeath())
                .hasValueSatisfying(death -> assertThat(death.cause()).contains("as it happens"));
    }

    @Test
    void eachRestartEndsThePreviousThreadsAndStopIsFinal() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger started = new AtomicInteger();
        AtomicBoolean twice = new AtomicBoolean();
        ThreadSupervisor kept = kept(() -> {
            CountDownLatch end = new CountDownLatch(1);
            return new ThreadSupervisor.Loops(
                    List.of(() -> {
                        started.incrementAndGet();
                        twice.compareAndSet(false, running.incrementAndGet() > 1);
                        uninterruptibly(end);
                        running.decrementAndGet();
                    }),
                    end::countDown);
        });
        kept.start();
        await().atMost(SOON).until(() -> running.get() == 1);

        List<Thread> restarts = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            Thread restart = new Thread(() -> {
                try {
                    kept.restart();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            restart.start();
            restarts.add(restart);
        }
        for (Thread restart : restarts) {
            restart.join();
        }
        await().atMost(SOON).until(() -> started.get() == 4 && running.get() == 1);
        assertThat(twice).isFalse();
        assertThat(kept.lastDeath()).isEmpty();

        kept.stop();
        kept.restart();
        assertThat(running).hasValue(0);
        assertThat(started).hasValue(4);
        assertThat(kept.isRunning()).isFalse();
    }

    @Test
    void aStopWatchRecoversFromAnErrorAndReportsIt(TestStores stores) throws Exception {
        RedisClient redis = redis(stores);
        Epoch.openWithoutBook(redis);
        AtomicBoolean broken = new AtomicBoolean(true);
        Jdbi jdbi = breakable(stores, broken);
        ManagedStopWatch stopWatch = new ManagedStopWatch(
                () -> new StopWatch(
                        RedisConnections.to(stores.redisUrl()),
                        redis,
                        new Leases(redis, jdbi, "n"),
                        new Positions(redis, MarketRules.standard())),
                REMEMBERED);
        toEnd.add(0, stopWatch::stop);
        assertThat(stopWatch.status().state()).isEqualTo(Service.State.STOPPED);
        stopWatch.start();

        await().atMost(SOON).until(() -> stopWatch.status().state() == Service.State.FAILING);
        assertThat(stopWatch.status().lastError()).contains("its thread died", "an error of the driver");
        assertThat(stopWatch.execute().isHealthy()).isFalse();

        broken.set(false);
        await().atMost(SOON).until(() -> stopWatch.status().state() == Service.State.ACTIVE);
        Service.Status status = stopWatch.status();
        assertThat(status.lease()).isEqualTo("lease:stop-watcher");
        assertThat(status.holder()).isEqualTo(redis.get("lease:stop-watcher")).startsWith("n:");
        assertThat(status.lagMillis()).isEqualTo(0);
        assertThat(stopWatch.execute().isHealthy()).isTrue();

        String before = status.holder();
        stopWatch.restart();
        await().atMost(SOON)
                .until(() -> stopWatch.status().state() == Service.State.ACTIVE
                        && !String.valueOf(before).equals(stopWatch.status().holder()));
    }

    @Test
    void aFlusherRecoversFromAnError(TestStores stores) {
        RedisClient redis = redis(stores);
        AtomicBoolean broken = new AtomicBoolean(true);
        Jdbi jdbi = breakable(stores, broken);
        ManagedFlusher flusher = new ManagedFlusher(() -> new Flusher(redis, jdbi, 100), REMEMBERED);
        toEnd.add(0, flusher::stop);
        flusher.start();
        await().atMost(SOON).until(() -> flusher.status().state() == Service.State.FAILING);
        assertThat(flusher.execute().isHealthy()).isFalse();

        broken.set(false);
        await().atMost(SOON).until(() -> flusher.status().state() == Service.State.ACTIVE);
        assertThat(flusher.status().lagMillis()).isEqualTo(0);
    }

    private ThreadSupervisor kept(Supplier<ThreadSupervisor.Loops> factory) {
        ThreadSupervisor kept = new ThreadSupervisor("test", factory, Duration.ofSeconds(5), Duration.ofMinutes(1));
        toEnd.add(kept::stop);
        return kept;
    }

    private RedisClient redis(TestStores stores) {
        RedisClient redis = RedisClient.create(stores.redisUrl());
        toEnd.add(redis);
        return redis;
    }

    private static Jdbi breakable(TestStores stores, AtomicBoolean broken) {
        return Jdbi.create(() -> {
            if (broken.get()) {
                throw new NoClassDefFoundError("an error of the driver");
            }
            return DriverManager.getConnection(stores.databaseUrl(), stores.user(), stores.password());
        });
    }

    private static void uninterruptibly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
