package touchline.market.surveillance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.TestBook;
import touchline.market.money.Money;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Each kind is found with its evidence, and ordinary trades are not. */
@ExtendWith(StoresExtension.class)
class SuspicionQueryTest {
    private Jdbi jdbi;
    private long ids = 100;

    @BeforeEach
    void open(TestStores stores) {
        jdbi = TestBook.on(stores.dataSource());
        for (String user : List.of("ann", "ben", "cid", "dee")) {
            execute("INSERT INTO users VALUES ('" + user + "', '" + user + "', 'HUMAN', now())");
        }
        execute("INSERT INTO users VALUES ('bot', 'bot', 'BOT', now())");
    }

    @Test
    void findsAPushBeforeASettlementAlsoByAnotherAccountAtTheSameAddress() {
        execute("INSERT INTO fixture_whistle_prices VALUES (7, 1, 1200000, 1100000, 9, now())");
        position("ann", 1, "LONG", "1 hour", 9);
        order("ann", 1, "BUY", 500, "2 minutes");
        order("ann", 1, "SELL", 10, "1 minute"); // against her position
        order("cid", 1, "BUY", 500, "2 minutes"); // no position
        order("ben", 1, "BUY", 600, "3 minutes");
        logIn("ann", "192.0.2.1");
        logIn("ben", "192.0.2.1");

        List<Suspicion> found = found(Suspicion.Kind.PUSH_BEFORE_SETTLEMENT);

        assertThat(found).extracting(one -> one.users().get(0)).containsExactlyInAnyOrder("ann", "ben");
        assertThat(found).allSatisfy(one -> {
            assertThat(one.gain()).isEqualTo(Money.coins(5));
            assertThat(one.evidence()).hasSize(1).first().asString().contains("before the whistle of fixture 7");
        });
    }

    @Test
    void addsUpEqualGainsOfAPushAndCountsEachPositionOnce() {
        execute("INSERT INTO fixture_whistle_prices VALUES (7, 1, 1200000, 1100000, 9, now())");
        position("ann", 1, "LONG", "1 hour", 9);
        position("ann", 1, "LONG", "2 hours", 9);
        order("ann", 1, "BUY", 500, "2 minutes");
        order("ann", 1, "BUY", 500, "1 minute");

        assertThat(found(Suspicion.Kind.PUSH_BEFORE_SETTLEMENT))
                .extracting(Suspicion::gain)
                .containsExactly(Money.coins(10));
    }

    @Test
    void findsTwoAccountsThatTradeToAndFro() {
        for (int n = 0; n < 2; n++) {
            order("ann", 1, "SELL", 100, (40 - 10 * n) + " minutes");
            order("ben", 1, "BUY", 100, (40 - 10 * n) + " minutes -3 seconds");
            order("ben", 1, "SELL", 100, (35 - 10 * n) + " minutes");
            order("ann", 1, "BUY", 95, (35 - 10 * n) + " minutes -4 seconds");
            order("cid", 1, "SELL", 100, (20 - n) + " minutes");
            order("dee", 1, "BUY", 10, (20 - n) + " minutes -3 seconds");
        }

        List<Suspicion> found = found(Suspicion.Kind.ROUND_TRIPS);

        assertThat(found).hasSize(1);
        assertThat(found.get(0).users()).containsExactly("ann", "ben");
        assertThat(found.get(0).times()).isEqualTo(4);
    }

    @Test
    void findsOrdersInTheDirectionOfEventsThatTheMarketDidNotHaveYet() {
        for (int n = 1; n <= 2; n++) {
            execute(
                    "INSERT INTO match_events (fixture_id, event_id, type_id, rescinded, applied, bumps, detail, first_at, at)"
                            + " VALUES (7, " + n
                            + ", 14, false, true, '1:500:50000,2:-200:-100', '{}', now() - interval '" + (n * 10)
                            + " minutes', now())");
            order("ann", 1, "BUY", 50, n * 10 + " minutes 4 seconds");
            position("ben", 2, "SHORT", n * 10 + " minutes 3 seconds", 1);
            order("cid", 1, "SELL", 50, n * 10 + " minutes 4 seconds"); // the wrong way
            order("dee", 1, "BUY", 50, n * 10 + " minutes 30 seconds"); // too early
            order("bot", 1, "BUY", 50, n * 10 + " minutes 4 seconds");
        }

        assertThat(found(Suspicion.Kind.ORDERS_BEFORE_EVENTS))
                .extracting(one -> one.users().get(0))
                .containsExactlyInAnyOrder("ann", "ben");
    }

    @Test
    void findsManyAccountsAtOneAddress() {
        for (String user : List.of("ann", "ben", "cid")) {
            logIn(user, "192.0.2.9");
        }
        logIn("dee", "192.0.2.8");
        logIn("ann", "192.0.2.8");

        List<Suspicion> found = found(Suspicion.Kind.SHARED_ADDRESS);

        assertThat(found).hasSize(1);
        assertThat(found.get(0).users()).containsExactly("ann", "ben", "cid");
        assertThat(found.get(0).evidence().get(0)).contains("192.0.2.9");
    }

    private List<Suspicion> found(Suspicion.Kind kind) {
        Instant now = Instant.now();
        return new SuspicionQuery(jdbi)
                .between(now.minus(Duration.ofDays(1)), now.plus(Duration.ofHours(1))).stream()
                        .filter(one -> one.kind() == kind)
                        .toList();
    }

    private void order(String user, long instrument, String side, long quantity, String ago) {
        execute("INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, source, at) VALUES ("
                + ids++ + ", '"
                + user + "', " + instrument + ", '" + side + "', " + quantity + ", 1, 0, 'USER', now() - interval '"
                + ago
                + "')");
    }

    private void position(String user, long instrument, String direction, String ago, long seq) {
        execute(
                "INSERT INTO cfd_positions (id, user_id, instrument_id, direction, quantity, leverage, entry_price, margin, wash_out,"
                        + " levels, open_seq, open_tick_at, opened_at, closed_at, close_price, close_seq, close_reason, payout) VALUES ("
                        + ids++ + ", '" + user + "', " + instrument + ", '" + direction
                        + "', 1, 1, 1000000, 1000000, 0, '', 0, 0,"
                        + " now() - interval '" + ago + "', now(), 1050000, " + seq + ", 'FULL_TIME', 1050000)");
    }

    private void logIn(String user, String address) {
        execute("INSERT INTO customer_log_ins (user_id, address, expires_at) VALUES ('" + user + "', '" + address
                + "', now())");
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }
}
