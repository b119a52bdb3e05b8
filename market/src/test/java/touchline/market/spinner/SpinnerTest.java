package touchline.market.spinner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static touchline.market.wallet.UserKind.BOT;
import static touchline.market.wallet.UserKind.HUMAN;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import touchline.market.leaderboard.BookRows;
import touchline.market.leaderboard.Week;
import touchline.market.recovery.Epoch;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** With {@code -Dchaos} the crowd draws 10,000 weeks, otherwise 100, or {@code -Dspinner.weeks}. */
@ExtendWith(StoresExtension.class)
final class SpinnerTest {
    private static final Week WEEK = Week.parse("2020-W53");
    private static final int WEEKS =
            Integer.getInteger("spinner.weeks", System.getProperty("chaos") == null ? 100 : 10_000);
    private static final int THREADS = 50;

    private RedisClient redis;
    private Jdbi jdbi;
    private BookRows book;
    private Spinner spinner;
    private SpinQuery spins;

    @BeforeEach
    void open(TestStores stores) {
        redis = RedisClient.create(stores.redisUrl());
        Epoch.openWithoutBook(redis);
        jdbi = Jdbi.create(stores.dataSource());
        book = new BookRows(jdbi);
        spinner = new Spinner(jdbi, redis);
        spins = new SpinQuery(jdbi);
    }

    @AfterEach
    void close() {
        redis.close();
    }

    /** What docs/spinner.md tells people to do, worked out elsewhere. */
    @Test
    void aDrawIsWhatItsFormulaSays() {
        List<UserId> candidates = List.of(UserId.of("alice"), UserId.of("bob"), UserId.of("carol-3"));
        String seed = "000000000000000000000000000000000000000000000000000000000000002a";

        assertThat(Draw.hash(seed)).isEqualTo("9cf49eeaaa45bd96bd47cf2cfeaeb0df96b82897144c8db521cc1330cc495761");
        assertThat(Draw.winner(Week.parse("2026-W47"), seed, candidates)).isEqualTo(UserId.of("carol-3"));
    }

    /** Of 14,000 seeds each of seven gets its share: chi-square with 6 degrees of freedom, above 27.9 once in 10,000 times. */
    @Test
    void everyCandidateWinsAsOften() {
        Random random = new Random(47);
        List<UserId> candidates = java.util.stream.IntStream.range(0, 7)
                .mapToObj(n -> UserId.of("user-" + n))
                .toList();
        int[] wins = new int[7];
        for (int draw = 0; draw < 14_000; draw++) {
            byte[] seed = new byte[32];
            random.nextBytes(seed);
            wins[candidates.indexOf(Draw.winner(WEEK, HexFormat.of().formatHex(seed), candidates))]++;
        }

        double chiSquare = 0;
        for (int won : wins) {
            chiSquare += (won - 2_000.0) * (won - 2_000.0) / 2_000.0;
        }
        assertThat(chiSquare).isLessThan(27.9);
    }

    @Test
    void theWinnerIsOneOfThoseTiedAtTheTopAndAnyoneCanCheckIt() throws Exception {
        aWeekWithATie(WEEK);

        assertThat(spinner.drawAllUndrawn(WEEK.end().plusSeconds(300))).isEqualTo(1);

        Spin spin = spins.find(WEEK).orElseThrow();
        Spin.Result result = spin.result();
        assertThat(result).isNotNull();
        assertThat(result == null ? List.of() : result.candidates())
                .containsExactly(UserId.of("alice"), UserId.of("bob"), UserId.of("carol"));
        assertHolds(spin);
        assertThat(spinner.drawAllUndrawn(WEEK.end().plusSeconds(300))).isZero();
        assertThat(spins.find(WEEK)).contains(spin);
    }

    @Test
    void theHashIsPublishedBeforeTheWeekEndsAndTheSeedOnlyWithTheDraw() throws Exception {
        Instant now = Instant.now();
        Week week = Week.of(now);
        assertThat(spins.find(week)).isEmpty();

        assertThat(spinner.commit(now)).isEqualTo(5);
        assertThat(spinner.commit(now)).isZero();

        Spin open = spins.find(week).orElseThrow();
        assertThat(open.result()).isNull();
        assertThat(open.seedMadeAt()).isBefore(week.end());
        assertThat(open.toString()).doesNotContain(text("SELECT seed FROM spin_seeds WHERE week = '" + week + "'"));
        assertThat(spins.find(week.next().next().next().next())).isPresent();
        book.user("alice", HUMAN);
        book.position("alice", 1, 2, now);
        assertThat(spinner.draw(week)).isTrue();
        assertThat(spins.find(week).orElseThrow().seedHash()).isEqualTo(open.seedHash());
        assertHolds(spins.find(week).orElseThrow());
    }

    @Test
    void everyUndrawnWeekIsCaughtUpAndOneThatNobodyCanWinHasARowToo() throws Exception {
        aWeekWithATie(WEEK);
        book.user("robot", BOT);
        book.position("robot", 1, 1_000, WEEK.previous().start());
        Week last = WEEK.next().next();
        aWeekWithATie(last);
        assertThat(spinner.draw(WEEK.next())).isTrue();

        assertThat(spinner.drawAllUndrawn(last.end().plusSeconds(59))).isEqualTo(2);
        assertThat(spins.find(last)).isEmpty();
        assertThat(spinner.drawAllUndrawn(last.end().plusSeconds(60))).isEqualTo(1);

        assertThat(text("SELECT string_agg(week || ' ' || (winner IS NOT NULL), ', ' ORDER BY week) FROM weekly_spins"))
                .isEqualTo("2020-W52 false, 2020-W53 true, 2021-W01 false, 2021-W02 true");
        for (Week week = WEEK.previous(); week.compareTo(last) <= 0; week = week.next()) {
            assertHolds(spins.find(week).orElseThrow());
        }
    }

    @Test
    void nothingIsDrawnWhereNothingWasEverRealised() throws Exception {
        book.user("alice", HUMAN);
        book.openPosition("alice", 5);

        assertThat(spinner.drawAllUndrawn(Instant.now())).isZero();
        assertThat(text("SELECT count(*)::text FROM weekly_spins")).isEqualTo("0");
    }

    @Test
    void aWeekThatTheBookDoesNotHaveAllOfIsNotDrawnYet() throws Exception {
        aWeekWithATie(WEEK.previous());
        aWeekWithATie(WEEK);
        StreamEntryID late = new StreamEntryID(WEEK.end().toEpochMilli() - 1, 0);
        redis.xadd("outbox:trades", late, Map.of("type", "close"));
        redis.hset("outbox:written", "outbox:trades", "1");

        assertThatThrownBy(() -> spinner.drawAllUndrawn(WEEK.end().plusSeconds(300)))
                .isInstanceOf(BookBehindException.class)
                .hasMessageContaining("so 2020-W53 and what follows waits; 1 drawn");
        assertThat(spins.find(WEEK.previous())).isPresent();
        assertThat(spins.find(WEEK)).isEmpty();

        jdbi.useHandle(handle -> handle.execute(
                "UPDATE outbox_offsets SET last_id = ?, applied = 1 WHERE stream = 'outbox:trades'", late.toString()));
        assertThat(spinner.drawAllUndrawn(WEEK.end().plusSeconds(300))).isEqualTo(1);
    }

    @Test
    void nothingIsDrawnFromABookThatMissesWhatRedisHasLost() {
        aWeekWithATie(WEEK);
        redis.hset("outbox:written", "outbox:trades", "5");
        assertThatThrownBy(() -> spinner.drawAllUndrawn(WEEK.end().plusSeconds(300)))
                .isInstanceOf(BookBehindException.class);
    }

    /** Two nodes' worth of threads, each of which draws every week. */
    @Test
    void howeverManyDrawAtOnceEachWeekHasOneRow(TestStores stores) throws Exception {
        Week first = Week.parse("1975-W01");
        List<Week> weeks = new ArrayList<>();
        for (Week week = first; weeks.size() < WEEKS; week = week.next()) {
            weeks.add(week);
        }
        for (String user : List.of("alice", "bob", "carol")) {
            book.user(user, HUMAN);
        }
        jdbi.useHandle(handle -> handle.execute("""
                        INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, realised, source, at)
                        SELECT n * 3 + u, (ARRAY['alice', 'bob', 'carol'])[u], 1, 'SELL', 1, 1, 0, CASE WHEN n % 4 = u THEN 6 ELSE 7 END, 'USER',
                               timestamptz '1975-01-01 00:00Z' + n * interval '7 days'
                        FROM generate_series(0, ?) AS n, generate_series(1, 3) AS u
                        """, WEEKS - 1));
        List<Spinner> nodes = List.of(onItsOwnConnections(stores), onItsOwnConnections(stores));
        ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);
        List<Callable<Integer>> drawers = new ArrayList<>();
        for (int n = 0; n < 2 * THREADS; n++) {
            Spinner node = nodes.get(n % 2);
            drawers.add(() -> {
                int drawn = 0;
                for (Week week : weeks) {
                    drawn += node.draw(week) ? 1 : 0;
                }
                return drawn;
            });
        }

        int drawn = 0;
        for (Future<Integer> one : threads.invokeAll(drawers)) {
            drawn += one.get();
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        assertThat(drawn).isEqualTo(WEEKS);
        assertThat(text("SELECT count(*) || ' ' || count(winner) FROM weekly_spins"))
                .isEqualTo(WEEKS + " " + WEEKS);
        for (Week week : weeks) {
            assertHolds(spins.find(week).orElseThrow());
        }
    }

    private void aWeekWithATie(Week week) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO users (id, name, kind, created_at)
                SELECT id, initcap(id), 'HUMAN', now() FROM unnest(ARRAY['alice', 'bob', 'carol', 'dave']) AS new (id) ON CONFLICT DO NOTHING
                """));
        book.position("carol", 100, 150, week.start());
        book.order("bob", "SELL", "USER", 50, week.start().plus(Duration.ofDays(3)));
        book.order("alice", "SELL", "FULL_TIME", 50, week.end().minusMillis(1));
        book.position("dave", 100, 149, week.start());
    }

    /** Does the draw again by long division, with nothing but what is published. */
    private static void assertHolds(Spin spin) throws Exception {
        Spin.Result result = spin.result();
        if (result == null) {
            throw new AssertionError(spin.week() + " is not drawn");
        }
        assertThat(HexFormat.of().formatHex(sha256(result.seed()))).isEqualTo(spin.seedHash());
        List<String> candidates =
                result.candidates().stream().map(UserId::value).sorted().toList();
        if (candidates.isEmpty()) {
            assertThat(result.winner()).isNull();
            return;
        }
        int rest = 0;
        for (byte digit :
                sha256(String.join("\n", spin.week().toString(), result.seed(), String.join(",", candidates)))) {
            rest = (rest * 256 + Byte.toUnsignedInt(digit)) % candidates.size();
        }
        assertThat(result.winner()).hasToString(candidates.get(rest));
    }

    private static byte[] sha256(String text) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A connection a thread, as connecting for each of a million statements would be what is measured. */
    private Spinner onItsOwnConnections(TestStores stores) {
        ThreadLocal<Connection> own = ThreadLocal.withInitial(() -> {
            try {
                return stores.dataSource().getConnection();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        return new Spinner(
                Jdbi.create(new org.jdbi.v3.core.ConnectionFactory() {
                    @Override
                    public Connection openConnection() {
                        return own.get();
                    }

                    @Override
                    public void closeConnection(Connection connection) {
                        // the database goes with the test
                    }
                }),
                redis);
    }

    private String text(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(String.class).one());
    }
}
