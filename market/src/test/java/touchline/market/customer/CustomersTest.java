package touchline.market.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.Refusal;
import touchline.market.Requested;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.TradeOutcome;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.inplay.InPlayLoop;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;
import touchline.market.recovery.Epoch;
import touchline.market.recovery.Hydration;
import touchline.market.script.RedisClock;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.wallet.LedgerFilter;
import touchline.market.wallet.LedgerQuery;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Blocks of users and adjustments of their cash. */
@ExtendWith(StoresExtension.class)
class CustomersTest {
    private TestMarket market;
    private Jdbi jdbi;
    private InstrumentId player;
    private UserId ann;
    private CustomerBlockRepository blocks;

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        jdbi = TestBook.on(stores.dataSource());
        market.redis.flushAll();
        new Epoch(market.redis, jdbi).open();
        player = market.list(1, 100, 1_000_000, 100_000);
        ann = market.user("ann", Money.coins(10_000));
        blocks = new CustomerBlockRepository(market.redis);
    }

    @AfterEach
    void booksAddUp() {
        assertThat(market.sumOfAllAccounts()).isEqualTo(BigInteger.ZERO);
        market.close();
    }

    @Test
    void aBlockedUserBuysAndOpensNothingButSellsAndCloses() {
        order(Side.BUY, 10).orThrow();
        Position position = position().orThrow();
        block(ann, true);
        block(ann, true);

        assertThat(refusal(order(Side.BUY, 1))).isEqualTo(Refusal.ACCOUNT_BLOCKED);
        assertThat(refusal(position())).isEqualTo(Refusal.ACCOUNT_BLOCKED);
        order(Side.SELL, 4).orThrow();
        assertThat(market.positions.closeByUser(ann, position.id())).isInstanceOf(CloseOutcome.Closed.class);

        block(ann, false);
        order(Side.BUY, 1).orThrow();
        assertThat(refusal(blocks.enforce(UserId.of("nobody"), true))).isEqualTo(Refusal.NOT_FOUND);
    }

    @Test
    void anOrderThatWaitsIsRejectedWhenItsUserIsBlockedMeanwhile() {
        market.redis.hset("fixture:7", "live", "1");
        market.redis.hset("instrument:1", "fixture_id", "7");
        submit().orThrow();
        String id = market.redis.zrange("waiting", 0, -1).get(0);
        block(ann, true);
        String now = Long.toString(RedisClock.now(market.redis));
        market.redis.hset("request:" + id, "execute_at", now);
        market.redis.zadd("waiting", Double.parseDouble(now), id);

        try (InPlayLoop loop = new InPlayLoop(market.redis)) {
            loop.round();
        }

        assertThat(market.redis.hget("request:" + id, "problem")).isEqualTo("account-blocked");
        assertThat(refusal(submit())).as("not queued at all").isEqualTo(Refusal.ACCOUNT_BLOCKED);
    }

    @Test
    void blocksAndAdjustmentsSurviveTheLossOfRedis() throws Exception {
        Adjustment gift = approved(Money.coins(50));
        AdjustmentBooking booking = new AdjustmentBooking(market.redis);
        assertThat(booking.book(gift).orThrow()).isEqualTo(Money.coins(10_050));
        assertThat(booking.book(gift).orThrow()).as("a retry").isEqualTo(Money.coins(10_050));
        booking.book(approved(Money.coins(-30))).orThrow();
        assertThat(market.cash(ann)).isEqualTo(Money.coins(10_020));
        assertThat(refusal(booking.book(approved(Money.coins(-10_021))))).isEqualTo(Refusal.INSUFFICIENT_FUNDS);
        block(ann, true);
        drain();
        boolean isInLedger = jdbi.withHandle(book -> AdjustmentRepository.isInLedger(book, gift));
        assertThat(isInLedger).isTrue();
        assertThat(new LedgerQuery(jdbi).page(ann, LedgerFilter.ALL, "", 10))
                .extracting(line -> line.kind() + " " + line.amount() + " " + line.reference())
                .contains("adjustment 50.0000 " + gift.reference());

        market.redis.flushAll();
        AuditReport report = new Hydration(market.redis, jdbi, "test").run(false);

        assertThat(report.ok()).as(report.toString()).isTrue();
        assertThat(market.cash(ann)).isEqualTo(Money.coins(10_020));
        assertThat(refusal(order(Side.BUY, 1))).isEqualTo(Refusal.ACCOUNT_BLOCKED);
    }

    @Test
    void theAuditComparesBlocksWithTheBook() throws Exception {
        market.redis.hset("wallet:ann", "blocked", "1");

        AuditReport report = new Audit(market.redis, jdbi, Duration.ZERO).run();

        assertThat(report.checks())
                .filteredOn(check -> !check.ok())
                .singleElement()
                .satisfies(check ->
                        assertThat(check.detail()).contains("block of ann: Redis says blocked, the book nothing"));
    }

    @Test
    void customersAreFoundByIdAndByAPartOfTheName() {
        market.wallets
                .open(UserId.of("u-2"), "Zo\u00eb O'Hara 100%", UserKind.HUMAN, Money.coins(1))
                .orThrow();
        block(ann, true);
        drain();
        CustomerQuery customers = new CustomerQuery(jdbi);

        assertThat(customers.search("", "", 10)).extracting(Customer::id).containsExactly(ann, UserId.of("u-2"));
        assertThat(customers.search("", "ann", 10)).extracting(Customer::id).containsExactly(UserId.of("u-2"));
        assertThat(customers.search("o'HARA", "", 10)).hasSize(1);
        assertThat(customers.search("0%", "", 10)).hasSize(1);
        assertThat(customers.search("1_0", "", 10)).as("no pattern").isEmpty();
        for (String spelled : List.of("zoe", "ZOE O HARA", "ohara", "zo\u00e9", "o\u2019hara", "Zoe\u0308")) {
            assertThat(customers.search(spelled, "", 10)).as(spelled).hasSize(1);
        }
        assertThat(customers.search("\u00c5NN", "", 10))
                .extracting(Customer::id)
                .containsExactly(ann);
        assertThat(customers.search("u-2", "", 10)).hasSize(1);
        Customer.Block block =
                Objects.requireNonNull(customers.find(ann).orElseThrow().block());
        assertThat(block.by()).isEqualTo("olga");
    }

    private void block(UserId user, boolean isBlocked) {
        jdbi.useTransaction(book -> {
            if (isBlocked) {
                blocks.add(book, user, "olga", "pushes prices");
            } else {
                blocks.remove(book, user);
            }
            blocks.enforce(user, isBlocked).orThrow();
        });
    }

    private Adjustment approved(Money amount) {
        return jdbi.inTransaction(book -> {
            long id = AdjustmentRepository.add(book, ann, amount, "ada", "goodwill", Duration.ofHours(1));
            AdjustmentRepository.decide(book, id, Adjustment.State.APPROVED, "bea");
            return AdjustmentRepository.lock(book, id).orElseThrow();
        });
    }

    private TradeOutcome<SpotOrder> order(Side side, long quantity) {
        return market.spot.place(new OrderRequest(ann, player, side, Quantity.of(quantity), null, null));
    }

    private TradeOutcome<Requested<SpotOrder>> submit() {
        return market.spot.request(new OrderRequest(ann, player, Side.BUY, Quantity.of(1), null, null));
    }

    private TradeOutcome<Position> position() {
        return market.positions.open(
                new OpenRequest(ann, player, Direction.LONG, Quantity.of(5), 2, null, null, null, null));
    }

    private static Refusal refusal(TradeOutcome<?> outcome) {
        return outcome.match(
                done -> {
                    throw new AssertionError("not refused: " + done);
                },
                why -> why);
    }

    private void drain() {
        new Flusher(market.redis, jdbi, 100).drain(Duration.ofSeconds(60));
    }
}
