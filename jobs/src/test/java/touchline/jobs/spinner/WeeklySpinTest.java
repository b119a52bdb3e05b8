package touchline.jobs.spinner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import touchline.market.leaderboard.LeaderboardEntry;
import touchline.market.leaderboard.LeaderboardQuery;
import touchline.market.leaderboard.Week;
import touchline.market.recovery.Epoch;
import touchline.market.spinner.SpinQuery;
import touchline.scheduler.JobPlatform;
import touchline.stores.child.ChildJvm;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class WeeklySpinTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    private RedisClient redis;
    private Jdbi jdbi;

    @BeforeEach
    void open(TestStores stores) {
        redis = RedisClient.create(stores.redisUrl());
        Epoch.openWithoutBook(redis);
        jdbi = Jdbi.create(stores.dataSource());
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void nodesThatComeUpAtOnceMakeUpForEveryMondayMissedAndDrawEachWeekOnce(TestStores stores) throws Exception {
        long weeks = tiesOfTheLast(30);
        ExecutorService starts = Executors.newFixedThreadPool(2);
        Callable<JobPlatform> start = () -> SpinnerNode.start(stores.dataSource(), redis);
        var nodes = starts.invokeAll(List.of(start, start));
        starts.shutdown();
        JobPlatform one = nodes.get(0).get();
        JobPlatform two = nodes.get(1).get();
        try {
            await().atMost(LONG).until(() -> count("SELECT count(*) FROM weekly_spins") == weeks);
            one.request(WeeklySpinJob.NAME, "again", Instant.now(), Map.of());
            two.request(WeeklySpinJob.NAME, "and again", Instant.now(), Map.of());
            await().atMost(LONG)
                    .until(() -> count(
                                    "SELECT count(*) FROM job_executions WHERE trigger_name LIKE '%again' AND outcome = 'SUCCEEDED'")
                            == 2);
        } finally {
            one.stop();
            two.stop();
        }
        assertThat(count("SELECT count(*) FROM weekly_spins")).isEqualTo(weeks);
        assertThat(
                        count(
                                "SELECT count(*) FROM weekly_spins WHERE winner IN ('alice', 'bob') AND cardinality(candidates) = 2"))
                .isEqualTo(weeks);
        assertThat(count("SELECT count(*) FROM spin_seeds WHERE week >= '" + Week.of(Instant.now()) + "'"))
                .isEqualTo(5);
        assertThat(count("SELECT count(*) FROM job_executions WHERE outcome NOT IN ('SUCCEEDED')"))
                .isZero();
    }

    /** The page: "No weekly tiebreaker winner selected. Leaderboard still functions". */
    @Test
    void withoutTheJobNobodyWinsButTheLeaderboardAnswersAndWithItTheWeekIsWhole(TestStores stores) throws Exception {
        tiesOfTheLast(1);
        Week week = Week.of(Instant.now()).previous();
        JobPlatform without = SpinnerNode.node(stores.dataSource());
        without.start();
        try {
            await().during(Duration.ofSeconds(2))
                    .atMost(LONG)
                    .until(() -> count("SELECT count(*) FROM weekly_spins") == 0);
            assertThat(new LeaderboardQuery(jdbi).page(week, null, 10))
                    .extracting(LeaderboardEntry::rank)
                    .containsExactly(1L, 1L);
            assertThat(new SpinQuery(jdbi).find(week)).isEmpty();
        } finally {
            without.stop();
        }

        JobPlatform with = SpinnerNode.start(stores.dataSource(), redis);
        try {
            await().atMost(LONG).until(() -> count("SELECT count(winner) FROM weekly_spins") == 1);
            assertThat(new SpinQuery(jdbi).find(week)).isPresent();
        } finally {
            with.stop();
        }
    }

    @Test
    void aDrawThatWaitsForTheBookIsTriedAgainUntilItHasTheWeek(TestStores stores) throws Exception {
        tiesOfTheLast(1);
        StreamEntryID waiting = new StreamEntryID(Week.of(Instant.now()).start().toEpochMilli() - 1, 0);
        redis.xadd("outbox:trades", waiting, Map.of("type", "close"));
        redis.hset("outbox:written", "outbox:trades", "1");

        JobPlatform node = SpinnerNode.start(stores.dataSource(), redis);
        try {
            await().atMost(LONG)
                    .until(() -> count(
                                    "SELECT count(*) FROM job_executions WHERE outcome = 'FAILED' AND error LIKE '%the book has everything until%'")
                            > 0);
            assertThat(count("SELECT count(*) FROM weekly_spins")).isZero();
            jdbi.useHandle(handle -> handle.execute(
                    "UPDATE outbox_offsets SET last_id = ?, applied = 1 WHERE stream = 'outbox:trades'",
                    waiting.toString()));
            await().atMost(LONG).until(() -> count("SELECT count(winner) FROM weekly_spins") == 1);
        } finally {
            node.stop();
        }
    }

    /** Ten years of undrawn weeks, so that it is in the middle of them when it is killed. */
    @Test
    void whatANodeThatIsKilledWasDrawingIsDrawnByAnotherAndNothingDrawnIsDrawnAnew(
            TestStores stores, @TempDir Path directory) throws Exception {
        long weeks = tiesOfTheLast(500);
        Process victim = new ProcessBuilder(ChildJvm.command(
                        SpinnerNode.class, stores.databaseUrl(), stores.user(), stores.password(), stores.redisUrl()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("victim.log").toFile())
                .start();
        JobPlatform other = null;
        try {
            await().atMost(LONG)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> count("SELECT count(*) FROM weekly_spins") > 10);
            victim.destroyForcibly().onExit().join();
            long before = count("SELECT count(*) FROM weekly_spins");
            assertThat(before).as("it was killed before it was done").isLessThan(weeks);
            String drawn = drawnSoFar("now()");
            String killed = text("SELECT clock_timestamp()::text");

            other = SpinnerNode.start(stores.dataSource(), redis);
            await().atMost(Duration.ofMinutes(3)).until(() -> count("SELECT count(*) FROM weekly_spins") == weeks);
            assertThat(drawnSoFar("'" + killed + "'")).isEqualTo(drawn);
            assertThat(count("SELECT count(winner) FROM weekly_spins")).isEqualTo(weeks);
            await().atMost(LONG)
                    .until(() -> count("SELECT count(*) FROM job_executions WHERE outcome = 'RUNNING'") == 0);
        } finally {
            victim.destroyForcibly();
            if (other != null) {
                other.stop();
            }
        }
    }

    /** Two who realised the same in each of the last so many weeks; gives how many weeks have to be drawn by now. */
    private long tiesOfTheLast(int weeks) {
        Week last = Week.of(Instant.now()).previous();
        jdbi.useHandle(
                handle -> handle.execute("""
                        INSERT INTO users (id, name, kind, created_at) VALUES ('alice', 'Alice', 'HUMAN', now()), ('bob', 'Bob', 'HUMAN', now());
                        INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, realised, source, at)
                        SELECT n * 2 + u, (ARRAY['alice', 'bob'])[u], 1, 'SELL', 1, 1, 0, 47, 'USER',
                               ?::timestamptz - n * interval '168 hours'
                        FROM generate_series(0, ?) AS n, generate_series(1, 2) AS u
                        """, last.start().plusSeconds(3_600).toString(), weeks - 1));
        return weeks;
    }

    private String drawnSoFar(String until) {
        return text("SELECT string_agg(week || winner || seed, ',' ORDER BY week) FROM weekly_spins WHERE drawn_at <= "
                + until);
    }

    private long count(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }

    private String text(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(String.class).one());
    }
}
