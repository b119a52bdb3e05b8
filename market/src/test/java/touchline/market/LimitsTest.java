package touchline.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.AmendOutcome;
import touchline.market.position.Amendment;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;
import touchline.market.request.IdempotencyKey;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;

/** Limits of users and instruments, and how a refusal names them. */
class LimitsTest extends LimitsSetup {
    @Test
    void aUserHasSoManyPositionsOpenAndAnotherOnceOneIsClosed() {
        Limits limits = new Limits(2, NONE, NONE, NONE, 0);
        Position first = position(limits, alice, Direction.LONG, 1).orThrow();
        position(limits, alice, Direction.SHORT, 1).orThrow();
        List<String> before = market.everything();

        assertBeyond(position(limits, alice, Direction.LONG, 1), MarketLimit.OPEN_POSITIONS, 2, 2);

        assertThat(market.everything()).isEqualTo(before);
        position(limits, bob, Direction.LONG, 1).orThrow();
        assertThat(market.positions.closeByUser(alice, first.id())).isInstanceOf(CloseOutcome.Closed.class);
        position(limits, alice, Direction.LONG, 1).orThrow();
    }

    @Test
    void sharesAndPositionsCountTogetherAtWhatTheUserPaid() {
        Limits limits = new Limits(0, Money.coins(3_100), NONE, NONE, 0);
        order(limits, alice, Side.BUY, 10).orThrow(); // 1,000.05
        position(limits, alice, Direction.LONG, 20).orThrow(); // 2,004.2

        long used = 10_000_500 + 20 * 1_002_101L;
        assertBeyond(order(limits, alice, Side.BUY, 1), MarketLimit.USER_EXPOSURE, 31_000_000, used);
        assertBeyond(position(limits, alice, Direction.SHORT, 1), MarketLimit.USER_EXPOSURE, 31_000_000, used);

        order(limits, alice, Side.SELL, 1).orThrow();
        position(limits, alice, Direction.SHORT, 1).orThrow();
        order(limits, bob, Side.BUY, 30).orThrow();
    }

    @Test
    void whatCanNotBeReadKeepsNobodyFromTrading() {
        Limits limits = new Limits(0, Money.coins(3_100), NONE, NONE, 0);
        order(limits, alice, Side.BUY, 10).orThrow();
        for (int n = 0; n < 3; n++) {
            position(limits, alice, Direction.LONG, 1).orThrow();
        }
        InstrumentId other = market.list(2, 100, 1_000_000, 100_000);
        market.redis.hset("holding_cost:alice", other.toString(), "much");
        List<String> open = List.copyOf(market.redis.smembers("positions:user:alice"));
        market.redis.del("position:" + open.get(0));
        market.redis.del("position:" + open.get(1));
        market.redis.set("position:" + open.get(1), "of another type");
        market.redis.hset("position:" + open.get(2), "quantity", "many");

        order(limits, alice, Side.BUY, 1).orThrow();
        assertThat(refusal(order(limits, alice, Side.BUY, 30))).isEqualTo(Refusal.LIMIT_EXCEEDED);
    }

    @Test
    void allUsersTogetherHaveSoMuchOfAnInstrument() {
        Limits limits = new Limits(0, NONE, Money.coins(3_050), NONE, 0);
        order(limits, alice, Side.BUY, 10).orThrow();
        position(limits, alice, Direction.LONG, 10).orThrow();
        position(limits, bob, Direction.SHORT, 10).orThrow();

        assertBeyond(position(limits, bob, Direction.LONG, 1), MarketLimit.INSTRUMENT_EXPOSURE, 30_500_000, 30_003_000);
        assertBeyond(order(limits, bob, Side.BUY, 1), MarketLimit.INSTRUMENT_EXPOSURE, 30_500_000, 30_003_000);
        InstrumentId other = market.list(2, 100, 1_000_000, 100_000);
        new SpotTrading(market.redis, MarketRules.standard().within(limits))
                .place(new OrderRequest(bob, other, Side.BUY, Quantity.of(10), null, null))
                .orThrow();
    }

    @Test
    void noLimitKeepsAnybodyFromSellingOrClosing() {
        order(Limits.NONE, alice, Side.BUY, 100).orThrow();
        Position position = position(Limits.NONE, alice, Direction.LONG, 100).orThrow();
        Limits nothing = new Limits(1, Money.of(1), Money.of(1), Money.of(1), 10_000);
        MarketRules rules = new MarketRules(
                        100,
                        20,
                        5_000,
                        20,
                        1,
                        MarketRules.standard().floor(),
                        MarketRules.standard().cap(),
                        Duration.ZERO)
                .within(nothing);

        new SpotTrading(market.redis, rules)
                .place(new OrderRequest(alice, player, Side.SELL, Quantity.of(100), null, null))
                .orThrow();
        assertThat(new Positions(market.redis, rules).closeByUser(alice, position.id()))
                .isInstanceOf(CloseOutcome.Closed.class);
        assertThat(refusal(order(nothing, alice, Side.BUY, 1))).isEqualTo(Refusal.LIMIT_EXCEEDED);
    }

    @Test
    void limitsThatScriptsCannotCompareAreRefused() {
        assertThatThrownBy(() -> new Limits(0, Money.of(1L << 53), NONE, NONE, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(-1, NONE, NONE, NONE, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(0, NONE, NONE, NONE, 10_001)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Each limit says which it is, the most that it allows and how much of that is used, in a form for programs. */
    @Test
    void everyOtherLimitSaysWhichItIs() {
        market.list(9, 100, 1_000_000, 1_000);
        InstrumentId small = InstrumentId.of(9);
        SpotTrading spot = new SpotTrading(market.redis, MarketRules.standard());
        spot.place(new OrderRequest(bob, small, Side.BUY, Quantity.of(400), null, null))
                .orThrow();
        assertBeyond(
                spot.place(new OrderRequest(bob, small, Side.BUY, Quantity.of(101), null, null)),
                MarketLimit.INSTRUMENT_SHARES,
                500,
                400);
        assertBeyond(spot.quote(small, Side.SELL, Quantity.of(401)), MarketLimit.SHARES_HELD, 400, 0);
        position(Limits.NONE, small, Direction.LONG, 4, 2).orThrow();
        position(Limits.NONE, small, Direction.SHORT, 3, 2).orThrow();
        assertBeyond(position(Limits.NONE, small, Direction.LONG, 7, 2), MarketLimit.INSTRUMENT_LONGS, 10, 4);
        assertBeyond(position(Limits.NONE, small, Direction.SHORT, 8, 2), MarketLimit.INSTRUMENT_SHORTS, 10, 3);
        MarketRules rules = MarketRules.standard();
        assertBeyond(
                position(Limits.NONE, small, Direction.LONG, rules.maxQuantity() + 1, 2),
                MarketLimit.QUANTITY,
                rules.maxQuantity(),
                0);
        assertBeyond(
                position(Limits.NONE, small, Direction.LONG, 1, rules.maxLeverage() + 1),
                MarketLimit.LEVERAGE,
                rules.maxLeverage(),
                0);
        market.redis.hset("instrument:9", "price", "1");
        assertBeyond(position(Limits.NONE, small, Direction.SHORT, 1, 2), MarketLimit.SHORTS_AT_THIS_PRICE, 0, 0);
    }

    @Test
    void aPositionsLevelsAreChangedSoOften() {
        Position position = position(Limits.NONE, alice, Direction.LONG, 1).orThrow();
        for (int n = 1; n <= 200; n++) {
            assertThat(amend(position, 1_100_000 + n)).isInstanceOf(AmendOutcome.Amended.class);
        }

        AmendOutcome refused = amend(position, 1_200_000);

        assertThat(refused).isInstanceOf(AmendOutcome.Refused.class);
        assertBeyond(((AmendOutcome.Refused) refused).rejection(), MarketLimit.LEVEL_CHANGES, 200, 200);
    }

    @Test
    void aRefusalThatIsAskedForAgainUnderItsKeyHasItsFactsAgain() {
        Limits one = new Limits(1, NONE, NONE, NONE, 0);
        Position first = position(one, alice, Direction.LONG, 1).orThrow();
        OpenRequest second = new OpenRequest(
                alice,
                player,
                Direction.LONG,
                Quantity.of(1),
                10,
                null,
                null,
                null,
                new IdempotencyKey(alice, "second", "body"));
        Positions limited = new Positions(market.redis, MarketRules.standard().within(one));
        assertBeyond(limited.open(second), MarketLimit.OPEN_POSITIONS, 1, 1);
        assertThat(market.positions.closeByUser(alice, first.id())).isInstanceOf(CloseOutcome.Closed.class);

        assertBeyond(limited.open(second), MarketLimit.OPEN_POSITIONS, 1, 1);
    }

    private AmendOutcome amend(Position position, long take) {
        return market.positions.amend(alice, position.id(), new Amendment.Leave(), Amendment.to(Price.of(take)));
    }
}
