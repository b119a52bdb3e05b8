package touchline.market.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import touchline.market.Refusal;
import touchline.market.TradeOutcome;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.request.IdempotencyKey;
import touchline.market.request.Submission;

/** Opening and closing, and what is refused. */
class PositionsTest extends PositionsSetup {
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
    void aPartIsClosedWithItsShareOfTheMarginAndTheRestStaysOpen() {
        Position position = open(Direction.LONG, 10, 3, Price.of(900_000), null);
        push(200);

        CloseOutcome outcome = market.positions.closeByUser(alice, position.id(), Quantity.of(3));

        assertThat(outcome).isInstanceOfSatisfying(CloseOutcome.PartClosed.class, part -> {
            Position closed = market.positions.find(part.part()).orElseThrow();
            assertThat(closed.quantity()).isEqualTo(Quantity.of(3));
            assertThat(closed.margin()).isEqualTo(Money.of(1_002_000));
            assertThat(closed.close()).isEqualTo(part.close());
            assertThat(part.close().payout()).isEqualTo(Money.of(1_002_000 + 3 * (1_020_000 - 1_002_000)));
        });
        Position rest = market.positions.find(position.id()).orElseThrow();
        assertThat(rest.quantity()).isEqualTo(Quantity.of(7));
        assertThat(rest.margin()).isEqualTo(Money.of(2_338_000));
        assertThat(rest.levels()).isEqualTo(position.levels());
        assertThat(rest.washOut()).isEqualTo(position.washOut());
        assertThat(market.wallets.find(alice).orElseThrow().held()).isEqualTo(rest.margin());
        assertThat(market.positions.requestClose(alice, position.id(), Quantity.of(8), Submission.UNBOUND))
                .isEqualTo(new CloseOutcome.Refused(Refusal.POSITION_QUANTITY));
        assertThat(market.positions.closeByUser(alice, position.id(), Quantity.of(7)))
                .isInstanceOf(CloseOutcome.Closed.class);
        assertThat(market.wallets.find(alice).orElseThrow().held()).isEqualTo(Money.ZERO);
    }

    @Test
    void aSettlementThatDoesNotHoldTheInstrumentClosesNothing() {
        Position position = open(Direction.LONG, 10, 5, null, null);

        assertThat(market.positions.closeForSettlement(
                        position.instrument(), List.of(position.id()), CloseReason.FULL_TIME, FixtureId.of(9)))
                .containsExactly(new CloseOutcome.Fenced());
    }

    @Test
    void ofFiveClosesAtOnceOneTakesEffectAndAllGetItsAnswer() throws Exception {
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

    @Test
    void onePositionThatCanNotBeReadIsNoObstacleToClosingAllOthers() {
        Position spoiled = open(Direction.LONG, 5, 2, null, null);
        Position overwritten = open(Direction.LONG, 5, 2, null, null);
        Position sound = open(Direction.LONG, 5, 2, null, null);
        market.redis.hdel("position:" + spoiled.id(), "margin");
        Map<String, String> fields = market.redis.hgetAll("position:" + overwritten.id());
        market.redis.set("position:" + overwritten.id(), "x");
        market.redis.sadd("positions:user:alice", "no-number");

        Map<PositionId, CloseOutcome> outcomes = market.positions
                .requestCloseAll(alice, null, Submission.UNBOUND)
                .orThrow();

        assertThat(outcomes.keySet()).containsExactly(spoiled.id(), overwritten.id(), sound.id());
        assertThat(outcomes.get(spoiled.id())).isEqualTo(new CloseOutcome.Refused(Refusal.UNAVAILABLE));
        assertThat(outcomes.get(overwritten.id())).isEqualTo(new CloseOutcome.Refused(Refusal.UNAVAILABLE));
        assertThat(outcomes.get(sound.id())).isInstanceOf(CloseOutcome.Closed.class);
        assertThat(market.positions
                        .requestCloseAll(alice, player, Submission.UNBOUND)
                        .orThrow())
                .containsOnlyKeys(spoiled.id());
        market.redis.del("position:" + overwritten.id());
        market.redis.hset("position:" + overwritten.id(), fields);
    }

    @Test
    void aSpoiledRecordOfACloseThatWaitsIsNoObstacleToClosingAllOthers() {
        Position overwritten = open(Direction.LONG, 5, 2, null, null);
        Position spoiled = open(Direction.LONG, 5, 2, null, null);
        Position sound = open(Direction.LONG, 5, 2, null, null);
        market.redis.hset("closing:" + overwritten.id(), Map.of("a", "b"));
        market.redis.set("closing:" + spoiled.id(), "900");
        market.redis.hset("request:900", Map.of("state", "PENDING", "kind", "CLOSE", "quantity", "1"));

        Map<PositionId, CloseOutcome> outcomes = market.positions
                .requestCloseAll(alice, null, Submission.UNBOUND)
                .orThrow();

        assertThat(outcomes.get(overwritten.id())).isEqualTo(new CloseOutcome.Refused(Refusal.UNAVAILABLE));
        assertThat(outcomes.get(spoiled.id())).isEqualTo(new CloseOutcome.Refused(Refusal.UNAVAILABLE));
        assertThat(outcomes.get(sound.id())).isInstanceOf(CloseOutcome.Closed.class);
        assertThat(market.redis.hkeys("set_aside")).contains("key closing:" + overwritten.id(), "request 900");
        market.redis.del("closing:" + overwritten.id(), "closing:" + spoiled.id(), "request:900");
    }
}
