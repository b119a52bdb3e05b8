package touchline.market.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.market.Refusal;
import touchline.market.lease.LeaseToken;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.rule.BestPrice;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.position.rule.Levels;
import touchline.market.request.Submission;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;

/** Levels, the wash-out and what a tick closes. */
class BreachedPositionsTest extends PositionsSetup {
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
    void aBreachBehindManyTicksIsFoundInBoundedSteps() {
        Position position = open(Direction.LONG, 10, 5, null, Price.of(1_060_000));
        for (int n = 0; n < 700; n++) {
            push(1);
        }

        CloseOutcome outcome = market.positions.closeByUser(alice, position.id());

        assertThat(market.redis.get("judged:" + position.id())).endsWith("-500");
        Close close = ((CloseOutcome.AlreadyClosed) outcome).close();
        assertThat(close.reason()).isEqualTo(CloseReason.TAKE_PROFIT);
        assertThat(close.price()).isEqualTo(Price.of(1_060_000));
        assertThat(close.seq()).isEqualTo(600);
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

    private void sellAll() {
        long held = market.instrument(player).netFlow();
        market.spot
                .place(new OrderRequest(whale, player, Side.SELL, Quantity.of(held), null, null))
                .orThrow();
    }

    @Test
    void theBestPriceOfATrailingStopThatWasReplacedAtTheSameTickClosesNothing() {
        Position position = market.positions
                .open(wish(Direction.LONG, 10, 2, null, null).trailing(Price.of(30_000)))
                .orThrow();
        market.move(player, 1_100_000);
        market.move(player, 1_080_000);
        amend(position, Amendment.to(Price.of(900_000)), new Amendment.Leave());
        BestPrice replaced = BestPrice.first(levels(position).latest());
        amend(position, new Amendment.Leave(), Amendment.to(Price.of(50_000)));
        market.move(player, 1_045_000);

        assertThat(replaced.price()).isEqualTo(1_100_000);
        assertThat(levels(position).latest().afterSeq()).isEqualTo(replaced.afterSeq());
        assertThat(market.positions.closeBreached(
                        Breach.recorded(position, CloseReason.STOP_LOSS, 3, Price.of(1_045_000), replaced), null))
                .isInstanceOf(CloseOutcome.NotBreached.class);
        market.move(player, 1_030_000);
        assertThat(market.positions.closeByUser(alice, position.id())).isInstanceOf(CloseOutcome.AlreadyClosed.class);
    }

    private Levels levels(Position position) {
        return market.positions.find(position.id()).orElseThrow().levels();
    }

    private void amend(Position position, Amendment stop, Amendment trailing) {
        assertThat(market.positions.amend(
                        alice, position.id(), stop, new Amendment.Leave(), trailing, Submission.UNBOUND))
                .isInstanceOf(AmendOutcome.Amended.class);
    }
}
