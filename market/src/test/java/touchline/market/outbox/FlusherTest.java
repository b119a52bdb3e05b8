package touchline.market.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.StreamEntryID;
import touchline.market.Refusal;
import touchline.market.TestMarket;
import touchline.market.TradeOutcome;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.AmendOutcome;
import touchline.market.position.Amendment;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;
import touchline.market.recovery.Epoch;
import touchline.market.request.IdempotencyKey;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class FlusherTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private TestMarket market;
    private Jdbi jdbi;
    private DataSource dataSource;
    private InstrumentId player;
    private UserId alice;

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        dataSource = stores.dataSource();
        jdbi = Jdbi.create(dataSource);
        player = market.list(1, 100, 1_000_000, 10_000);
        alice = market.user("alice", Money.coins(100_000));
    }

    @AfterEach
    void close() {
        market.close();
    }

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
    void whatWasReadFromARedisThatHasBeenReplacedIsNotApplied() {
        Epoch epoch = new Epoch(market.redis, jdbi);
        market.redis.flushAll();
        assertThat(epoch.open()).isEmpty();
        market.list(1, 100, 1_000_000, 10_000);
        market.user("alice", Money.coins(100_000));
        trade(3);
        Flusher flusher = flusher(1); // reads ahead: the next entry is in its hands while it writes this one
        jdbi.useHandle(handle -> handle.execute("UPDATE outbox_offsets SET confirmation = confirmation + 1"));

        assertThatThrownBy(() -> flusher.drain(SOON)).hasMessageContaining("compared with the book");
        assertThat(count("SELECT count(*) FROM orders")).isZero();
        assertThat(epoch.open()).isEmpty(); // compared again
        flusher.drain(SOON);

        assertBookAgrees();
        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(3);
    }

    @Test
    void anotherProgramsEntriesAreNoProofOfALoss() {
        Epoch epoch = new Epoch(market.redis, jdbi);
        market.redis.flushAll();
        assertThat(epoch.open()).isEmpty();
        market.list(1, 100, 1_000_000, 10_000);
        for (int n = 0; n < 5; n++) {
            market.redis.xadd("outbox:ticks", StreamEntryID.NEW_ENTRY, Map.of("type", "thawed", "instrument", "1"));
        }
        flusher(100).drain(SOON);

        assertThat(count("SELECT applied - written FROM outbox_offsets WHERE stream = 'outbox:ticks'"))
                .isEqualTo(5);
        assertThat(epoch.open()).isEmpty();
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
    void whileTheBookIsBehindNothingNewIsTakenOnAndWhatWindsDownGoesOn() {
        Position position = market.positions
                .open(new OpenRequest(alice, player, Direction.LONG, Quantity.of(5), 5, null, null, null, null))
                .orThrow();
        flusher(100).drain(SOON);
        long old = System.currentTimeMillis() - 10_000;
        market.redis.del("outbox:ticks");
        market.redis.hset(Backlog.APPLIED, "outbox:ticks", "0-0");
        jdbi.useHandle(
                handle -> handle.execute("UPDATE outbox_offsets SET last_id = '0-0' WHERE stream = 'outbox:ticks'"));
        market.redis.xadd("outbox:ticks", new StreamEntryID(old, 0), Map.of("type", "thawed", "instrument", "1"));
        Backlog limit = new Backlog(market.redis, Duration.ofSeconds(5));
        limit.enforce();

        assertThat(limit.isPassedBy(new OutboxLags(market.redis, jdbi).total())).isTrue();
        assertRefused(market.spot.place(new OrderRequest(alice, player, Side.BUY, Quantity.of(1), null, null)));
        assertRefused(market.positions.open(
                new OpenRequest(alice, player, Direction.LONG, Quantity.of(5), 5, null, null, null, null)));
        assertThat(market.positions.amend(alice, position.id(), Amendment.to(Price.of(970_000)), new Amendment.Leave()))
                .isInstanceOf(AmendOutcome.Amended.class);
        assertThat(market.positions.closeByUser(alice, position.id())).isInstanceOf(CloseOutcome.Closed.class);

        flusher(100).drain(SOON);

        assertThat(limit.isPassedBy(new OutboxLags(market.redis, jdbi).total())).isFalse();
        trade(1);
    }

    @Test
    void whatAnOrderWasAnsweredIsAnsweredAgainHoweverFarTheBookIsBehind() {
        IdempotencyKey once = new IdempotencyKey(alice, "k", "body");
        OrderRequest order = new OrderRequest(alice, player, Side.BUY, Quantity.of(1), null, once);
        SpotOrder first = market.spot.place(order).orThrow();
        new Backlog(market.redis, Duration.ofSeconds(1)).enforce();
        market.redis.del("outbox:ticks");
        market.redis.xadd("outbox:ticks", new StreamEntryID(1_000, 0), Map.of("type", "thawed", "instrument", "1"));

        assertThat(market.spot.place(order).orThrow()).isEqualTo(first);
    }

    private static void assertRefused(TradeOutcome<?> outcome) {
        assertThat(outcome.<Object>match(done -> done, why -> why)).isEqualTo(Refusal.UNAVAILABLE);
    }

    @Test
    void poisonIsPutAsideAndTheRestIsAppliedInOrder() {
        trade(5);
        market.redis.xadd("outbox:trades", StreamEntryID.NEW_ENTRY, Map.of("type", "nonsense"));
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

    @Test
    void aRedisThatKnowsLessThanTheBookStopsTheFlusher() {
        trade(5);
        flusher(100).drain(SOON);
        market.reopen();

        assertThatThrownBy(() -> flusher(100).drain(SOON))
                .isInstanceOf(DataLossException.class)
                .hasMessageContaining("hydrate");
    }

    @Test
    void onlyWhatWasAppliedMoreThanAnHourAgoIsTrimmed() {
        long now = System.currentTimeMillis();
        market.redis.del("outbox:ticks");
        for (int n = 0; n < 500; n++) {
            market.redis.xadd(
                    "outbox:ticks",
                    new StreamEntryID(now - 7_200_000 + n, 0),
                    Map.of("type", "thawed", "instrument", "1"));
        }
        market.redis.xadd(
                "outbox:ticks", new StreamEntryID(now - 1_800_000, 0), Map.of("type", "thawed", "instrument", "1"));
        Drainer drainer = new Drainer(OutboxStream.TICKS, market.redis, jdbi, 100);
        drainer.trim();
        assertThat(market.redis.xlen("outbox:ticks")).isEqualTo(501);

        flusher(1_000).drain(SOON);
        market.redis.xadd("outbox:ticks", new StreamEntryID(now, 0), Map.of("type", "thawed", "instrument", "1"));
        flusher(1_000).drain(SOON);
        drainer.trim();

        assertThat(market.redis.xlen("outbox:ticks")).isLessThan(200);
        assertThat(market.redis.xrange("outbox:ticks", Long.toString(now - 1_900_000), "+"))
                .hasSize(2);
    }

    private Flusher flusher(int batch) {
        return new Flusher(market.redis, jdbi, batch);
    }

    /** Buys and sells in turn, twice as much bought as sold. */
    private void trade(int orders) {
        for (int n = 0; n < orders; n++) {
            boolean buy = n % 2 == 0;
            market.spot
                    .place(new OrderRequest(
                            alice, player, buy ? Side.BUY : Side.SELL, Quantity.of(buy ? 2 : 1), null, null))
                    .orThrow();
        }
    }

    private void assertBookAgrees() {
        List<String> wallet = market.redis.hmget("wallet:alice", "cash", "held");
        assertThat(count("SELECT cash FROM wallets WHERE user_id = 'alice'")).isEqualTo(Long.parseLong(wallet.get(0)));
        assertThat(count("SELECT held FROM wallets WHERE user_id = 'alice'")).isEqualTo(Long.parseLong(wallet.get(1)));
        market.redis
                .hgetAll("accounts")
                .forEach(
                        (name, balance) -> assertThat(count("SELECT balance FROM accounts WHERE name = '" + name + "'"))
                                .as(name)
                                .isEqualTo(Long.parseLong(balance)));
        assertThat(count("SELECT price FROM instruments"))
                .isEqualTo(market.instrument(player).price().tenThousandths());
        assertThat(count("SELECT coalesce(sum(cash + held), 0) + (SELECT sum(balance) FROM accounts) FROM wallets"))
                .isZero();
    }

    private long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
