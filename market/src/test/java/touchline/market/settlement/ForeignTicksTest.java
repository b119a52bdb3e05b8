package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.StreamEntryID;
import touchline.market.position.CloseOutcome;

/** What another program has written into the ticks of a player. */
class ForeignTicksTest extends SettlementSetup {
    @Test
    void anEntryThatIsNoTickDoesNotHoldUpAClose() {
        foreignEntry();

        assertThat(played.market.positions.closeByUser(played.alice, played.open.id()))
                .isInstanceOf(CloseOutcome.Closed.class);
    }

    @Test
    void anEntryThatIsNoTickDoesNotHoldUpASettlement() {
        foreignEntry();
        played.finish();

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(buying(5)).as("thawed").isNull();
        finding = "price_ticks:5";
    }

    @ParameterizedTest
    @ValueSource(strings = {"overwritten", "", "5-", "12-x"})
    void anOffsetThatIsNoneDoesNotHoldUpASettlement(String watched) {
        played.market.redis.hset("stopwatch:watched", "5", watched);
        played.finish();

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(buying(5)).as("thawed").isNull();
    }

    private void foreignEntry() {
        long at = Long.parseLong(played.market.redis.hget("instrument:5", "tick_at"));
        long seq = Long.parseLong(played.market.redis.hget("instrument:5", "tick_seq"));
        played.market.redis.xadd("price_ticks:5", new StreamEntryID(at, seq + 1), Map.of("note", "hello"));
    }
}
