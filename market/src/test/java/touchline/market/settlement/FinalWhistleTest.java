package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import touchline.market.Refusal;
import touchline.market.audit.PlayedMarket;
import touchline.market.fixture.MatchEvents.Applied;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Price;
import touchline.market.position.Amendment;
import touchline.market.position.Close;
import touchline.market.position.CloseOutcome;
import touchline.market.position.rule.CloseReason;

/** Prices and events from the final whistle to the settlement. */
class FinalWhistleTest extends SettlementSetup {
    @Test
    void whatTheFeedSaysAfterwardsIsRecordedAndMovesNothing() {
        settle(SettlementListener.NONE);
        String price = played.market.redis.hget("instrument:5", "price");

        var observed =
                played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.FINISHED, List.of(PlayedMarket.goal(2, 5, true)));

        assertThat(observed.count(Applied.LATE)).isEqualTo(1);
        assertThat(observed.settlementDue()).isFalse();
        assertThat(played.market.redis.hget("instrument:5", "price")).isEqualTo(price);
    }

    @Test
    void fromTheWhistleOnNothingIsTakenAndItsPriceIsPaid() {
        played.finish();
        long whistle = price(5);
        var late = played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.FINISHED,
                List.of(PlayedMarket.goal(2, 5, true), PlayedMarket.goal(3, 6, true), PlayedMarket.goal(4, 5, false)));

        assertThat(late.count(Applied.LATE)).as("recorded").isEqualTo(2);
        assertThat(played.market.redis.lrange("events:8", 0, -1)).anyMatch(received -> received.contains("\"id\":4"));
        assertThat(price(5)).as("not applied").isEqualTo(whistle);
        assertThat(buying(5)).isEqualTo(Refusal.MARKET_OVER);
        assertThat(played.market.positions.closeByUser(played.alice, played.open.id()))
                .isEqualTo(new CloseOutcome.Refused(Refusal.MARKET_OVER));
        assertThat(played.market.redis.hmget("instrument:5", "frozen", "frozen_over"))
                .containsExactly("1", "set");
        // A program that knows of no whistle writes a tick that would stop the position out.
        long seq = Long.parseLong(played.market.redis.hget("instrument:5", "tick_seq")) + 1;
        String at = Long.toString(System.currentTimeMillis());
        played.market.redis.xadd(
                "price_ticks:5",
                XAddParams.xAddParams().id(at + "-" + seq),
                Map.of("seq", "" + seq, "price", "900000", "at", at));

        settle(SettlementListener.NONE);
        played.market.redis.xdel("price_ticks:5", new StreamEntryID(at + "-" + seq));

        Close close =
                played.market.positions.find(played.open.id()).orElseThrow().close();
        assertThat(close == null ? null : close.reason()).isEqualTo(CloseReason.FULL_TIME);
        assertThat(close == null ? null : close.price()).isEqualTo(Price.of(whistle));
        assertThat(buying(5)).as("afterwards").isNull();
    }

    @Test
    void aStopThatATickBeforeTheWhistleReachedStillActs() {
        long at = price(5);
        played.market.positions.amend(
                played.alice, played.open.id(), Amendment.to(Price.of(at - 10)), new Amendment.Leave());
        played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.FINISHED,
                List.of(PlayedMarket.goal(2, 5, true), PlayedMarket.goal(3, 6, true))); // taken back with the whistle

        settle(SettlementListener.NONE);

        Close close =
                played.market.positions.find(played.open.id()).orElseThrow().close();
        assertThat(close == null ? null : close.reason()).isEqualTo(CloseReason.STOP_LOSS);
    }

    @Test
    void aFullTimeThatIsTakenBackOpensAgainAndTheNextOneTakesNewPrices() {
        played.finish();
        long first = price(7);
        assertThat(buying(5)).isEqualTo(Refusal.MARKET_OVER);
        List<MatchEvent> more =
                List.of(PlayedMarket.goal(2, 5, false), PlayedMarket.goal(3, 6, true), PlayedMarket.goal(4, 7, false));
        played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.FINISHED, more);
        assertThat(price(7)).isEqualTo(first);

        assertThat(played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.LIVE, more)
                        .count(Applied.APPLIED))
                .as("what was recorded takes effect")
                .isEqualTo(1);
        assertThat(buying(5)).isNull();
        assertThat(played.market.redis.hmget("instrument:5", "frozen", "frozen_over", "ft_price"))
                .containsOnlyNulls();

        played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.FINISHED, more);
        assertThat(price(7)).isGreaterThan(first);
        long second = price(5);
        settleAsItIs(SettlementKind.FULL_TIME);
        Close close =
                played.market.positions.find(played.open.id()).orElseThrow().close();
        assertThat(close == null ? null : close.price()).isEqualTo(Price.of(second));
    }

    @Test
    void aHandThatHaltedItBeforeTheWhistleIsTheOneToEndThat() {
        played.market.redis.hset("instrument:6", "frozen", "1");
        played.finish();
        assertThat(buying(6)).isEqualTo(Refusal.MARKET_OVER);

        played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.LIVE,
                List.of(PlayedMarket.goal(2, 5, false), PlayedMarket.goal(3, 6, true)));

        assertThat(buying(6)).isEqualTo(Refusal.INSTRUMENT_FROZEN);
        played.market.redis.hdel("instrument:6", "frozen");
    }
}
