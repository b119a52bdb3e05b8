package touchline.market.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XTrimParams;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outage.StoreOutage;
import touchline.market.outbox.entry.UnknownEntryTypeException;
import touchline.market.outbox.refill.BookGapException;
import touchline.market.outbox.refill.BookRefillRepository;
import touchline.market.position.Amendment;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;
import touchline.stores.junit.TestStores;

/** Each entry reaches the book once. */
class FlusherTest extends FlusherSetup {
    @Test
    void whatHappenedStandsInTheBookOnce() {
        trade(40);
        Position position = market.positions
                .open(new OpenRequest(alice, player, Direction.LONG, Quantity.of(5), 5, null, null, null, null))
                .orThrow();
        market.positions.amend(alice, position.id(), Amendment.to(Price.of(970_000)), new Amendment.Leave());
        market.positions.closeByUser(alice, position.id());

        flusher(3).drain(SOON);
        flusher(3).drain(SOON);

        assertBookAgrees();
        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(40);
        assertThat(count("SELECT count(*) FROM cfd_positions WHERE close_reason = 'USER' AND levels <> ''"))
                .isEqualTo(1);
        assertThat(count("SELECT quantity FROM spot_holdings")).isEqualTo(20);
        assertThat(count("SELECT max(seq) FROM price_ticks")).isEqualTo(count("SELECT tick_seq FROM instruments"));
    }

    @Test
    void twoFlushersAtOnceApplyEveryEntryOnce() throws Exception {
        try (Flusher one = flusher(7);
                Flusher two = flusher(11)) {
            for (Flusher flusher : List.of(one, two)) {
                flusher.loops().forEach(loop -> new Thread(loop).start());
            }
            trade(300);
            one.drain(SOON);
        }

        assertBookAgrees();
        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(300);
        // An entry that both apply is caught by the book's keys, and put aside.
        assertThat(count("SELECT count(*) FROM outbox_dead_letters")).isZero();
        assertThat(new OutboxLags(market.redis, jdbi).total())
                .satisfies(lag -> assertThat(lag.applied()).isEqualTo(lag.written()))
                .satisfies(lag -> assertThat(lag.isDrained()).isTrue());
    }

    @Test
    void aBatchThatFailsBeforeItsCommitIsAppliedWholeLater() throws SQLException {
        trade(10);
        jdbi.useHandle(handle -> handle.execute("ALTER TABLE ledger_entries RENAME TO away"));
        Flusher flusher = flusher(100);

        assertThatThrownBy(() -> flusher.drain(SOON)).isInstanceOf(IllegalStateException.class);
        assertThat(count("SELECT count(*) FROM orders")).isZero();
        assertThat(count("SELECT count(*) FROM outbox_dead_letters")).isZero();
        jdbi.useHandle(handle -> handle.execute("ALTER TABLE away RENAME TO ledger_entries"));
        flusher.drain(SOON);

        assertBookAgrees();
    }

    @Test
    void aFullDiskPutsNothingAsideAndLosesNothing() {
        trade(10);
        jdbi.useHandle(handle -> handle.createScript("""
                        CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
                        'BEGIN RAISE EXCEPTION ''could not extend file: No space left on device'' USING ERRCODE = ''53100''; END';
                        CREATE TRIGGER full_disk BEFORE INSERT ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION full_disk();
                        """).executeAsSeparateStatements());
        Flusher flusher = flusher(3);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> flusher.drain(SOON))
                    .satisfies(full -> assertThat(StoreOutage.of(full)).contains(new StoreOutage("postgres", "53100")));
        }
        assertThat(count("SELECT count(*) FROM orders")).isZero();
        assertThat(new OutboxLags(market.redis, jdbi).total().isDrained()).isFalse();
        jdbi.useHandle(handle -> handle.execute("DROP TRIGGER full_disk ON ledger_entries"));
        flusher.drain(SOON);

        assertBookAgrees();
        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(10);
        assertThat(count("SELECT count(*) FROM outbox_dead_letters")).isZero();
    }

    /** Of two flushers, one is suspended in the midst of a batch, until the database gives it up, and goes on after the other has applied all. */
    @Test
    void aFlusherThatIsSuspendedHoldsUpTheOtherNoLongerThanTheDatabaseWaits(TestStores stores) throws Exception {
        trade(20);
        CountDownLatch suspended = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        Jdbi theirs = Jdbi.create(() -> {
            Connection connection = DriverManager.getConnection(stores.databaseUrl(), stores.user(), stores.password());
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("commit")) {
                            try (Statement statement = connection.createStatement()) {
                                statement.execute("SET idle_in_transaction_session_timeout = '1s'");
                            }
                            suspended.countDown();
                            assertThat(goesOn.await(60, TimeUnit.SECONDS)).isTrue();
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        });
        FutureTask<?> other = new FutureTask<>(() -> new Flusher(market.redis, theirs, 7).drain(SOON), null);
        new Thread(other).start();
        try {
            assertThat(suspended.await(60, TimeUnit.SECONDS)).isTrue();
            flusher(7).drain(SOON);
            assertBookAgrees();
        } finally {
            goesOn.countDown();
        }
        assertThatThrownBy(other::get)
                .as("its batch was rolled back, and it says why")
                .satisfies(late -> assertThat(StoreOutage.of(late)).contains(new StoreOutage("postgres", "25P03")));
        flusher(7).drain(SOON);

        assertBookAgrees();
        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(20);
        assertThat(count("SELECT count(*) FROM outbox_dead_letters")).isZero();
    }

    @ParameterizedTest
    @EnumSource(DyingConnections.Moment.class)
    void aFlusherThatDiesAtAnyCommitLosesNothingAndDoublesNothing(DyingConnections.Moment moment) {
        trade(60);
        int deaths = 0;
        for (int left = 100; left > 0; left--) {
            // Each gets through one commit more, so that each commit there is is died at once.
            DyingConnections dying = new DyingConnections(dataSource, moment, deaths % 3);
            try {
                new Flusher(market.redis, Jdbi.create(dying.connections()), 10).drain(SOON);
                break;
            } catch (IllegalStateException died) {
                deaths++;
            }
        }

        assertThat(deaths).as("it was really cut off").isGreaterThan(4);
        assertBookAgrees();
        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(60);
        assertThat(count("SELECT count(*) FROM outbox_dead_letters")).isZero();
        assertThat(count("SELECT count(*) FROM price_ticks")).isEqualTo(count("SELECT tick_seq FROM instruments"));
        assertThat(new OutboxLags(market.redis, jdbi).total().isDrained()).isTrue();
    }

    @Test
    void poisonIsPutAsideAndTheRestIsAppliedInOrder() {
        trade(5);
        market.redis.xadd("outbox:trades", StreamEntryID.NEW_ENTRY, Map.of("type", "order"));
        market.redis.xadd(
                "outbox:trades",
                StreamEntryID.NEW_ENTRY,
                Map.of(
                        "type",
                        "transfer",
                        "reference",
                        "x",
                        "at",
                        "1",
                        "ledger",
                        "cash:alice,house,999999999999999,steal"));
        trade(5);

        flusher(100).drain(SOON);

        assertBookAgrees();
        assertThat(count("SELECT count(*) FROM outbox_dead_letters")).isEqualTo(2);
        assertThat(new OutboxLags(market.redis, jdbi).total().deadLetters()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\\u0000", "\\\\u0000", "\"\\u0000\""})
    void poisonWithANulIsPutAsideToo(String text) {
        market.redis.xadd(
                "outbox:trades",
                StreamEntryID.NEW_ENTRY,
                Map.of("type", "account", "reference", text, "at", "1", "ledger", text));
        trade(5);

        flusher(100).drain(SOON);

        assertBookAgrees();
        assertThat(count("SELECT count(*) FROM outbox_dead_letters")).isEqualTo(1);
    }

    /** Another flusher, of the version that wrote it, applies it. */
    @Test
    void anEntryOfANewerVersionStopsItsStreamAndIsNoDeadLetter() {
        trade(5);
        StreamEntryID newer =
                market.redis.xadd("outbox:trades", StreamEntryID.NEW_ENTRY, Map.of("type", "of-a-newer-version"));
        trade(5);
        Flusher flusher = flusher(100);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> flusher.drain(SOON))
                    .isInstanceOf(UnknownEntryTypeException.class)
                    .hasMessageContaining(newer.toString())
                    .hasMessageContaining("of-a-newer-version");
        }
        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(5);
        assertThat(count("SELECT count(*) FROM outbox_dead_letters")).isZero();

        jdbi.useHandle(handle -> handle.execute(
                "UPDATE outbox_offsets SET last_id = ? WHERE stream = 'outbox:trades'", newer.toString()));
        flusher.drain(SOON);
        assertBookAgrees();
        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(10);
    }

    /** As a fail-over to a standby that lagged leaves it; PostgresFailOverTest has a real one. */
    @Test
    void aBookThatHasSteppedBackIsRefilledAndCountedOnceAndNeverOverAGap() {
        trade(10);
        Flusher flusher = flusher(100);
        flusher.drain(SOON);
        List<StreamEntry> all = market.redis.xrange("outbox:trades", "-", "+");
        loseTheTail(all.get(all.size() - 4).getID().toString(), all.size() - 3);
        BookRefillRepository refills = new BookRefillRepository(market.redis, jdbi);

        refills.check("outbox:trades", offset());
        refills.check("outbox:trades", offset());
        assertThat(refills.total()).isEqualTo(3);

        market.redis.xtrim("outbox:trades", XTrimParams.xTrimParams().maxLen(2));
        assertThatThrownBy(() -> flusher.drain(SOON))
                .isInstanceOf(BookGapException.class)
                .hasMessageContaining("outbox:trades");
        assertThat(count("SELECT count(*) FROM outbox_dead_letters")).isZero();
        assertThat(offset()).isEqualTo(all.get(all.size() - 4).getID().toString());
    }

    private void loseTheTail(String lastId, int entries) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE outbox_offsets SET last_id = ?, applied = ?, written = ? WHERE stream = 'outbox:trades'",
                lastId,
                entries,
                entries));
    }

    private String offset() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT last_id FROM outbox_offsets WHERE stream = 'outbox:trades'")
                        .mapTo(String.class)
                        .one());
    }
}
