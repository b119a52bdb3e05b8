package touchline.market.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;
import static touchline.market.wallet.UserKind.BOT;
import static touchline.market.wallet.UserKind.HUMAN;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.TestBook;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class LeaderboardQueryTest {
    private static final Week WEEK = Week.parse("2026-W47");
    private static final Instant THEN = Instant.parse("2026-11-18T12:00:00Z");

    private Jdbi jdbi;
    private BookRows book;
    private LeaderboardQuery leaderboard;

    @BeforeEach
    void open(TestStores stores) {
        jdbi = TestBook.on(stores.dataSource());
        book = new BookRows(jdbi);
        leaderboard = new LeaderboardQuery(jdbi);
    }

    @Test
    void equalsShareTheirRankAndTheNextOneComesAfterAllOfThem() {
        for (String user : List.of("bob", "alice", "Zed", "carol", "dave")) {
            book.user(user, HUMAN);
        }
        book.position("bob", 100, 150, THEN);
        book.order("alice", "SELL", "USER", 20, THEN);
        book.position("alice", 10, 40, THEN);
        book.order("Zed", "SELL", "FULL_TIME", 50, THEN);
        book.order("carol", "SELL", "USER", 49, THEN);
        book.position("dave", 100, 0, THEN);

        assertThat(leaderboard.page(WEEK, null, 10))
                .extracting(one -> one.rank() + " " + one.user() + " " + one.realised())
                .containsExactly("1 Zed 0.0050", "1 alice 0.0050", "1 bob 0.0050", "4 carol 0.0049", "5 dave -0.0100");
        assertThat(leaderboard.leaders(WEEK)).extracting(UserId::value).containsExactly("Zed", "alice", "bob");
        assertThat(leaderboard.page(WEEK, new LeaderboardQuery.End(Money.of(50), UserId.of("Zed")), 2))
                .extracting(one -> one.place() + " " + one.rank() + " " + one.user())
                .containsExactly("2 1 alice", "3 1 bob");
    }

    @Test
    void onlyWhatPeopleRealisedInTheWeekCounts() {
        book.user("alice", HUMAN);
        book.user("robot", BOT);
        book.position("robot", 1, 1_000_000, THEN);
        book.order("robot", "SELL", "USER", 1_000_000, THEN);
        book.openPosition("alice", 5);
        book.order("alice", "BUY", "USER", 0, THEN);
        assertThat(leaderboard.page(WEEK, null, 10)).isEmpty();
        assertThat(leaderboard.leaders(WEEK)).isEmpty();

        book.position("alice", 100, 90, WEEK.start());
        book.order("alice", "SELL", "VOID", 1, WEEK.end().minusMillis(1));
        book.position("alice", 100, 5_000, WEEK.end());
        book.order("alice", "SELL", "USER", 5_000, WEEK.start().minusMillis(1));

        assertThat(leaderboard.page(WEEK, null, 10))
                .extracting(one -> one.user() + " " + one.name() + " " + one.realised())
                .containsExactly("alice Name of alice -0.0009");
        assertThat(leaderboard.firstWeek()).contains(WEEK.previous());
    }

    /** Otherwise it would win over everybody who lost. */
    @ParameterizedTest
    @ValueSource(strings = {"REJECTED", "CANCELLED", "EXPIRED"})
    void aSaleThatWasNotFilledRealisesNothing(String state) {
        book.user("alice", HUMAN);
        book.user("bob", HUMAN);
        book.unfilledSale("alice", state, THEN);
        assertThat(leaderboard.firstWeek()).isEmpty();
        assertThat(leaderboard.leaders(WEEK)).isEmpty();
        assertThat(leaderboard.page(WEEK, null, 10)).isEmpty();

        book.position("bob", 100, 90, THEN);
        assertThat(leaderboard.leaders(WEEK)).extracting(UserId::value).containsExactly("bob");
    }

    /** Postgres has a calendar of its own. On each border of a week there is a sale at its first instant, and one a millisecond earlier. */
    @Test
    void overTenYearsEveryWeekIsWhatAnotherCalendarAddsUp() {
        for (int user = 0; user < 7; user++) {
            book.user("u" + user, HUMAN);
        }
        jdbi.useHandle(handle -> handle.execute("""
                SELECT setseed(0.47);
                INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, realised, source, at)
                SELECT n, 'u' || n % 7, 1, 'SELL', 1, 1, 0, (random() * 1e6 - 5e5)::bigint, 'USER',
                       timestamptz '2017-12-20 00:00Z' + random() * interval '11 years'
                FROM generate_series(1, 20000) AS n;
                INSERT INTO cfd_positions (id, user_id, instrument_id, direction, quantity, leverage, entry_price, margin, wash_out, levels,
                                           open_seq, open_tick_at, opened_at, closed_at, close_price, close_seq, close_reason, payout)
                SELECT n, 'u' || n % 7, 1, 'LONG', 1, 1, 1, 1 + n % 1000, 0, '0::', 0, 0, now(),
                       timestamptz '2018-01-01 00:00Z' + (n / 2) * interval '7 days' - n % 2 * interval '1 millisecond', 1, 1, 'USER',
                       (random() * 2000)::bigint
                FROM generate_series(1, 1150) AS n
                """));
        Map<String, Map<String, Long>> expected = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        SELECT to_char(at AT TIME ZONE 'UTC', 'IYYY-"W"IW') AS week, user_id, sum(amount)::bigint AS realised
                        FROM (SELECT at, user_id, realised AS amount FROM orders
                              UNION ALL SELECT closed_at, user_id, payout - margin FROM cfd_positions) AS all_of_them
                        GROUP BY 1, 2
                        """)
                .map((rs, ctx) -> expected.computeIfAbsent(rs.getString("week"), week -> new HashMap<>())
                        .put(rs.getString("user_id"), rs.getLong("realised")))
                .list());

        assertThat(expected).hasSizeGreaterThan(520).containsKeys("2020-W53", "2026-W53", "2025-W01", "2021-W01");
        for (Week week = Week.parse("2017-W51"); week.year() < 2029; week = week.next()) {
            Map<String, Long> found = leaderboard.page(week, null, 100).stream()
                    .collect(Collectors.toMap(
                            one -> one.user().value(), one -> one.realised().tenThousandths()));
            assertThat(found).as(week.toString()).isEqualTo(expected.getOrDefault(week.toString(), Map.of()));
        }
    }
}
