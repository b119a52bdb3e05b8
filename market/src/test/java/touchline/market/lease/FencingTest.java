package touchline.market.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.resting.RestingOrders;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;
import touchline.market.stopwatch.StopWatch;
import touchline.market.sweep.MarginSweep;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A holder that was asleep for longer than its lease takes nothing and effects nothing, whether or not the lease is free again. */
@ExtendWith(StoresExtension.class)
@NullUnmarked
class FencingTest {
    private static final String LEASE = "lease:test";
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final LuaScript WATCHED_OFFSETS = LuaScript.beside(StopWatch.class, "watched_offsets");
    private static final LuaScript TICK_RECORD = LuaScript.beside(StopWatch.class, "tick_record");
    private static final LuaScript RESTING_TRIGGER = LuaScript.beside(RestingOrders.class, "resting_trigger");
    private static final LuaScript SWEEP_PROGRESS = LuaScript.beside(MarginSweep.class, "sweep_progress");

    private TestMarket market;
    private InstrumentId player;
    private Jdbi jdbi;
    private Lease asleep;
    private Lease later;

    @BeforeEach
    void twoHoldersOneAfterTheOther(TestStores stores) {
        market = new TestMarket(stores);
        player = market.list(1, 100, 1_000_000, 10_000);
        market.move(player, 990_000);
        jdbi = TestBook.on(stores.dataSource());
        asleep = new Leases(market.redis, jdbi, "asleep").acquire(LEASE, LONG).orElseThrow();
        market.redis.del(LEASE); // as if it had run out
        later = new Leases(market.redis, jdbi, "later").acquire(LEASE, LONG).orElseThrow();
    }

    @AfterEach
    void close() {
        market.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLowerTokenTakesNoLeaseAndLowersNoFence(boolean free) {
        if (free) {
            later.close();
        }
        List<String> before = market.everything();

        assertThat(asleep.renew()).isFalse();

        assertThat(asleep.isHeld()).isFalse();
        assertThat(market.everything()).isEqualTo(before);
        assertThat(market.redis.get("fence:" + LEASE))
                .isEqualTo(Long.toString(later.token().value()));
        assertThat(later.renew()).as("the highest token takes it").isTrue();
    }

    /** A fail-over of Postgres to a standby that lagged takes the sequence back. */
    @Test
    void aTokenThatWasGivenIsNotGivenAgainWhenTheSequenceStepsBack() {
        long given = later.token().value();
        later.close();
        for (long lost : new long[] {given, 1}) {
            jdbi.useHandle(handle -> handle.execute("ALTER SEQUENCE fencing_tokens RESTART WITH " + lost));
            Lease next =
                    new Leases(market.redis, jdbi, "later").acquire(LEASE, LONG).orElseThrow();
            assertThat(next.token().value()).isGreaterThan(given);
            given = next.token().value();
            next.close();
        }
    }

    /** Several nodes may find the sequence behind at once. */
    @Test
    void noTwoHoldersGetTheSameTokenWhereTheSequenceIsBehind() throws Exception {
        FencingTokenRepository tokens = new FencingTokenRepository(jdbi);
        ExecutorService nodes = Executors.newFixedThreadPool(8);
        try {
            for (int round = 1; round <= 20; round++) {
                long fence = 1_000L * round;
                Set<Long> given = new HashSet<>();
                for (Future<Long> token :
                        nodes.invokeAll(Collections.<Callable<Long>>nCopies(8, () -> tokens.above(fence)))) {
                    given.add(token.get());
                }
                assertThat(given).hasSize(8).allMatch(token -> token > fence);
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    /** Between the reading of the sequence and its setting, a token would be taken that is given again. */
    @Test
    void noTokenIsTakenWhileAnotherNodeRaisesTheSequence() throws Exception {
        FutureTask<Long> next = new FutureTask<>(new FencingTokenRepository(jdbi)::next);
        jdbi.useTransaction(raising -> {
            raising.execute("SELECT pg_advisory_xact_lock(hashtext('fencing_tokens'))");
            new Thread(next).start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> jdbi.withHandle(handle -> handle.createQuery(
                                            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                                    .mapTo(Integer.class)
                                    .one())
                            == 1);
            raising.execute("SELECT setval('fencing_tokens', 5000)");
        });

        assertThat(next.get(60, TimeUnit.SECONDS)).isEqualTo(5_001);
    }

    @Test
    void tokensAreComparedAsNumbers() {
        later.close();
        market.redis.set("fence:" + LEASE, "9");
        assertThat(acquire("10").is("held")).isTrue();
        market.redis.del(LEASE);
        assertThat(acquire("9").is("taken")).isTrue();
        assertThat(market.redis.get("fence:" + LEASE)).isEqualTo("10");
    }

    @Test
    void theStopWatchNotesNothing() {
        List<String> keys = List.of("stopwatch:watched", "stopwatch:watched-orders");
        List<String> before = market.everything();

        assertThat(WATCHED_OFFSETS
                        .run(market.redis, keys, args(asleep, "1", "5-1", ""))
                        .word())
                .isEqualTo("fenced");
        assertThat(market.everything()).isEqualTo(before);

        assertThat(WATCHED_OFFSETS
                        .run(market.redis, keys, args(later, "1", "5-1", ""))
                        .word())
                .isEqualTo("stored");
        assertThat(market.redis.hget("stopwatch:watched", "1")).isEqualTo("5-1");
    }

    @Test
    void theStopWatchWritesNoTickDown() {
        List<String> keys = List.of("instrument:1", "price_ticks:1", "outbox:ticks");
        List<String> before = market.everything();

        assertThat(TICK_RECORD
                        .run(market.redis, keys, args(asleep, "1", "2", "980000", "5"))
                        .word())
                .isEqualTo("fenced");
        assertThat(market.everything()).isEqualTo(before);

        assertThat(TICK_RECORD
                        .run(market.redis, keys, args(later, "1", "2", "980000", "5"))
                        .word())
                .isEqualTo("recorded");
        assertThat(market.instrument(player).seq()).isEqualTo(2);
    }

    @Test
    void theStopWatchTriggersNothing() {
        market.redis.hset("request:77", "state", "WORKING"); // the rest of it is missing, which would end it
        List<String> before = market.everything();

        assertThat(trigger(asleep)).isEqualTo("fenced");
        assertThat(market.everything()).isEqualTo(before);

        assertThat(trigger(later)).isEqualTo("gone");
    }

    private String trigger(Lease lease) {
        return RESTING_TRIGGER
                .run(
                        market.redis,
                        List.of("request:77"),
                        List.of(
                                "77",
                                "2",
                                "980000",
                                "",
                                LEASE,
                                Long.toString(lease.token().value()),
                                "1",
                                ""))
                .word();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "somebody"})
    void theSweepNotesNothing(String user) {
        market.redis.set("sweep:margin", "reached");
        List<String> keys = List.of("sweep:margin");

        assertThat(SWEEP_PROGRESS.run(market.redis, keys, args(asleep, user)).word())
                .isEqualTo("fenced");
        assertThat(market.redis.get("sweep:margin")).isEqualTo("reached");

        assertThat(SWEEP_PROGRESS.run(market.redis, keys, args(later, user)).word())
                .isEqualTo("stored");
        assertThat(market.redis.get("sweep:margin")).isEqualTo(user.isEmpty() ? null : user);
    }

    private Reply acquire(String token) {
        return Leases.ACQUIRE.run(market.redis, Leases.keys(LEASE), List.of("anybody", token, "60000"));
    }

    private static List<String> args(Lease lease, String... more) {
        List<String> args = new ArrayList<>(
                List.of(lease.token().lease(), Long.toString(lease.token().value())));
        args.addAll(List.of(more));
        return args;
    }
}
