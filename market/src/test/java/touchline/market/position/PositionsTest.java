package touchline.market.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.Refusal;
import touchline.market.TestMarket;
import touchline.market.TradeOutcome;
import touchline.market.instrument.InstrumentId;
import touchline.market.lease.LeaseToken;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.request.IdempotencyKey;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class PositionsTest {
    private static final Money STAKE = Money.coins(100_000);

    private TestMarket market;
    private InstrumentId player;
    private UserId alice;
    private UserId whale;

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        player = market.list(1, 100, 1_000_000, 10_000);
        alice = market.user("alice", STAKE);
        whale = market.user("whale", Money.coins(10_000_000));
    }

    @AfterEach
    void booksAddUp() {
        assertThat(market.sumOfAllAccounts()).isEqualTo(BigInteger.ZERO);
        market.close();
    }

    @Test
    void aLongEntersAboveThePriceAndAShortBelow() {
        assertThat(open(Direction.LONG, 10, 5, null, null).entryPrice()).isEqualTo(Price.of(1_002_000));
        assertThat(open(Direction.SHORT, 10, 5, null, null).entryPrice()).isEqualTo(Price.of(998_000));
    }

    @Test
    void marginIsHeldAndComesBackWithWhatWasWon() {
        Position position = open(Direction.LONG, 10, 3, null, null);
        assertThat(position.margin()).isEqualTo(Money.of(3_340_000));
        assertThat(market.wallets.find(alice).orElseThrow().held()).isEqualTo(position.margin());
        push(200);

        Close close = closed(market.positions.closeByUser(alice, position.id()));

        assertThat(close.price()).isEqualTo(Price.of(1_020_000));
        assertThat(close.payout()).isEqualTo(Money.of(3_340_000 + 10 * (1_020_000 - 1_002_000)));
        assertThat(market.cash(alice)).isEqualTo(STAKE.plus(Money.of(180_000)));
        assertThat(market.wallets.find(alice).orElseThrow().held()).isEqualTo(Money.ZERO);
    }

    @Test
    void aPositionThatATickBreachedClosesAtThatTickWhoeverClosesIt() {
        Position position = open(Direction.LONG, 10, 5, Price.of(990_000), Price.of(1_010_000));
        push(200);
        sellAll();

        CloseOutcome outcome = market.positions.closeByUser(alice, position.id());

        assertThat(outcome).isInstanceOf(CloseOutcome.AlreadyClosed.class);
        Close close = ((CloseOutcome.AlreadyClosed) outcome).close();
        assertThat(close.reason()).isEqualTo(CloseReason.TAKE_PROFIT);
        assertThat(close.price()).isEqualTo(Price.of(1_020_000));
        assertThat(close.seq()).isEqualTo(1);
    }

    @Test
    void aLevelSetAfterATickIsNotJudgedByIt() {
        Position position = open(Direction.LONG, 10, 5, null, null);
        push(200);
        sellAll();
        assertThat(market.positions.amend(
                        alice, position.id(), new Amendment.Leave(), Amendment.to(Price.of(1_010_000))))
                .isInstanceOf(AmendOutcome.Amended.class);

        Close close = closed(market.positions.closeByUser(alice, position.id()));

        assertThat(close.reason()).isEqualTo(CloseReason.USER);
    }

    @Test
    void aLevelThatATickHasBreachedCannotBeMovedAwayFromIt() {
        Position position = open(Direction.LONG, 10, 5, null, Price.of(1_010_000));
        push(200);

        AmendOutcome outcome =
                market.positions.amend(alice, position.id(), new Amendment.Leave(), Amendment.to(Price.of(1_500_000)));

        assertThat(outcome).isInstanceOf(AmendOutcome.AlreadyClosed.class);
    }

    @Test
    void theWashOutPriceIsTheNearestThatLeavesHalfTheMargin() {
        for (int leverage = 2; leverage <= 20; leverage++) {
            for (Direction direction : Direction.values()) {
                Position position = open(direction, 7, leverage, null, null);
                long margin = position.margin().tenThousandths();
                long step = direction == Direction.LONG ? 1 : -1;
                assertThat(2
                                * (margin
                                        + position.pnlAt(Price.of(position.washOut()))
                                                .tenThousandths()))
                        .isLessThanOrEqualTo(margin);
                assertThat(2
                                * (margin
                                        + position.pnlAt(Price.of(position.washOut() + step))
                                                .tenThousandths()))
                        .isGreaterThan(margin);
                market.positions.closeByUser(alice, position.id());
            }
        }
    }

    @Test
    void nobodyOwesWhenAGapGoesBeyondTheMargin() {
        Position position = open(Direction.SHORT, 10, 20, null, null);
        push(4_000);

        CloseOutcome outcome = market.positions.closeBreached(
                Breach.recorded(position, CloseReason.WASH_OUT, 1, Price.of(1_400_000)), null);

        assertThat(closed(outcome).payout()).isEqualTo(Money.ZERO);
        assertThat(market.cash(alice)).isEqualTo(STAKE.minus(position.margin()));
    }

    @Test
    void aTickThatDoesNotBreachItClosesNothing() {
        Position position = open(Direction.LONG, 10, 5, Price.of(990_000), null);
        List<String> before = market.everything();

        assertThat(market.positions.closeBreached(
                        Breach.recorded(position, CloseReason.STOP_LOSS, 1, Price.of(990_001)), null))
                .isInstanceOf(CloseOutcome.NotBreached.class);
        assertThat(market.positions.closeBreached(
                        Breach.recorded(position, CloseReason.STOP_LOSS, 0, Price.of(1)), null))
                .isInstanceOf(CloseOutcome.NotBreached.class);

        assertThat(market.everything()).isEqualTo(before);
    }

    @Test
    void aTokenLowerThanTheHighestGrantedEffectsNothing() {
        Position position = open(Direction.LONG, 10, 5, Price.of(990_000), null);
        market.redis.set("fence:lease:stop-watcher", "7");
        List<String> before = market.everything();

        assertThat(market.positions.closeBreached(
                        Breach.recorded(position, CloseReason.STOP_LOSS, 1, Price.of(980_000)),
                        new LeaseToken("lease:stop-watcher", 6)))
                .isInstanceOf(CloseOutcome.Fenced.class);

        assertThat(market.everything()).isEqualTo(before);
    }

    @Test
    void aSettlementThatDoesNotHoldTheInstrumentClosesNothing() {
        Position position = open(Direction.LONG, 10, 5, null, null);

        assertThat(market.positions.closeForSettlement(position.id(), CloseReason.FULL_TIME, FixtureId.of(9)))
                .isInstanceOf(CloseOutcome.Fenced.class);
    }

    @Test
    void ofFiveWhoCloseAtOnceOneDoesAndTheOthersAreToldTheSame() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            for (int round = 0; round < 200; round++) {
                Position position = open(Direction.LONG, 1, 5, null, null);
                Callable<CloseOutcome> contender = () -> market.positions.closeByUser(alice, position.id());
                int closed = 0;
                for (Future<CloseOutcome> outcome :
                        threads.invokeAll(List.of(contender, contender, contender, contender, contender))) {
                    closed += outcome.get() instanceof CloseOutcome.Closed ? 1 : 0;
                }
                assertThat(closed).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(market.redis.xlen("outbox:trades")).isEqualTo(2 + 2 * 200);
    }

    @Test
    void whatIsRefusedChangesNothing() {
        market.redis.hset("instrument:1", "short_open", "100");
        List<String> before = market.everything();

        assertRefused(wish(Direction.LONG, 101, 1, null, null), Refusal.LIMIT_EXCEEDED);
        assertRefused(wish(Direction.SHORT, 1, 1, null, null), Refusal.LIMIT_EXCEEDED);
        assertRefused(wish(Direction.LONG, 1, 21, null, null), Refusal.LIMIT_EXCEEDED);
        assertRefused(wish(Direction.LONG, 1, 1, Price.of(1_000_000), null), Refusal.STOP_LOSS_SIDE);
        assertRefused(wish(Direction.SHORT, 1, 1, Price.of(1_000_000), null), Refusal.STOP_LOSS_SIDE);
        assertRefused(wish(Direction.LONG, 1, 1, null, Price.of(1_000_000)), Refusal.TAKE_PROFIT_SIDE);
        assertRefused(wish(Direction.SHORT, 1, 1, null, Price.of(1_000_001)), Refusal.TAKE_PROFIT_SIDE);
        market.redis.hset("instrument:1", "frozen", "1");
        assertRefused(wish(Direction.LONG, 1, 1, null, null), Refusal.INSTRUMENT_FROZEN);
        market.redis.hdel("instrument:1", "frozen");
        market.redis.hset("market", "shut", "for a test");
        assertRefused(wish(Direction.LONG, 1, 1, null, null), Refusal.UNAVAILABLE);
        market.redis.hdel("market", "shut");

        assertThat(market.everything()).isEqualTo(before);
    }

    /** At 100 with a spread of 0.2 a position with leverage 10 washes out at 95.19 or 104.79. */
    @Test
    void aStopLossThatTheWashOutComesBeforeIsRefused() {
        for (Direction direction : Direction.values()) {
            long step = direction == Direction.LONG ? 1 : -1;
            Position position = open(direction, 10, 10, null, null);
            long washOut = position.washOut();
            assertThat(washOut).isEqualTo(direction == Direction.LONG ? 951_900 : 1_047_900);
            List<String> before = market.everything();
            for (long beyond : new long[] {washOut, washOut - step, washOut - step * 100_000}) {
                assertRefused(wish(direction, 10, 10, Price.of(beyond), null), Refusal.STOP_LOSS_BEYOND_WASH_OUT);
                AmendOutcome amended = market.positions.amend(
                        alice, position.id(), Amendment.to(Price.of(beyond)), new Amendment.Leave());
                assertThat(amended).isEqualTo(new AmendOutcome.Refused(Refusal.STOP_LOSS_BEYOND_WASH_OUT));
                assertThat(((AmendOutcome.Refused) amended).rejection().price()).contains(washOut);
            }
            assertThat(market.everything()).isEqualTo(before);

            open(direction, 10, 10, Price.of(washOut + step), null);
            assertThat(market.positions.amend(
                            alice, position.id(), Amendment.to(Price.of(washOut + step)), new Amendment.Leave()))
                    .isInstanceOf(AmendOutcome.Amended.class);
        }
    }

    @Test
    void theSameKeyAndBodyGiveTheFirstAnswerAgain() {
        OpenRequest first = keyed("k", "body");

        Position opened = market.positions.open(first).orThrow();
        Position again = market.positions.open(first).orThrow();

        assertThat(again).isEqualTo(opened);
        assertThat(market.positions.openOf(alice)).containsExactly(opened);
        assertThat(market.positions.open(keyed("k", "another body")))
                .isEqualTo(TradeOutcome.refused(Refusal.IDEMPOTENCY_KEY_REUSED));
    }

    private OpenRequest keyed(String key, String body) {
        return new OpenRequest(
                alice,
                player,
                Direction.LONG,
                Quantity.of(1),
                1,
                null,
                null,
                null,
                new IdempotencyKey(alice, key, body));
    }

    private void assertRefused(OpenRequest wish, Refusal why) {
        assertThat(market.positions.open(wish)).isEqualTo(TradeOutcome.refused(why));
    }

    private Position open(
            Direction direction, long quantity, int leverage, @Nullable Price stop, @Nullable Price take) {
        return market.positions
                .open(wish(direction, quantity, leverage, stop, take))
                .orThrow();
    }

    private OpenRequest wish(
            Direction direction, long quantity, int leverage, @Nullable Price stop, @Nullable Price take) {
        return new OpenRequest(alice, player, direction, Quantity.of(quantity), leverage, stop, take, null, null);
    }

    private void push(long shares) {
        market.spot
                .place(new OrderRequest(whale, player, Side.BUY, Quantity.of(shares), null, null))
                .orThrow();
    }

    private void sellAll() {
        long held = market.instrument(player).netFlow();
        market.spot
                .place(new OrderRequest(whale, player, Side.SELL, Quantity.of(held), null, null))
                .orThrow();
    }

    private static Close closed(CloseOutcome outcome) {
        assertThat(outcome).isInstanceOf(CloseOutcome.Closed.class);
        return ((CloseOutcome.Closed) outcome).close();
    }
}
