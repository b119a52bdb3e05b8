package touchline.market.inplay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import touchline.market.Refusal;
import touchline.market.audit.PlayedMarket;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementListener;
import touchline.market.settlement.SettlementStep;
import touchline.market.spot.Side;

/** A settlement while requests wait or a goal has frozen trading. */
class InPlaySettlementTest extends InPlaySetup {
    @Test
    void whatWaitsWhenAFixtureIsSettledIsRefusedEvenIfItIsDueAfterwards() {
        long during = waiting(order(played.bob, Side.BUY, 1, null, null));
        long after = waiting(open(played.bob));
        played.finish();
        played.settlement((fixture, step, affected) -> {
                    if (step == SettlementStep.FREEZE) {
                        ripen(0);
                        played.market.redis.zadd("waiting", 9e15, Long.toString(after));
                        loop.round();
                    }
                })
                .settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {});
        ripen(0);
        loop.round();

        assertThat(requests.order(played.bob, during).orElseThrow().problem()).isEqualTo(Refusal.MARKET_OVER);
        assertThat(requests.opening(played.bob, after).orElseThrow().problem()).isEqualTo(Refusal.MARKET_OVER);
    }

    @Test
    void aSettlementTakesAGoalsFreezeWithIt() {
        long until = System.currentTimeMillis() + 600_000;
        played.market.redis.hset("instrument:5", Map.of("frozen", "1", "frozen_until", Long.toString(until)));
        played.market.redis.zadd("thaws", (double) until, "5");

        played.finish();
        played.settlement(SettlementListener.NONE).settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {});

        assertThat(played.market.redis.hmget("instrument:5", "frozen", "frozen_until", "frozen_for"))
                .containsOnlyNulls();
        played.market.redis.zadd("thaws", 1, "5");
        played.market.redis.hset("instrument:5", "frozen", "1"); // by hand, since then
        loop.round();
        assertThat(played.market.redis.hget("instrument:5", "frozen")).isEqualTo("1");
        played.market.redis.hdel("instrument:5", "frozen");
    }
}
