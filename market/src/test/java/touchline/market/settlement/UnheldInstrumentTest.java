package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.market.resting.RestingOrders;
import touchline.market.script.LuaScript;

/** A settlement that was suspended goes on after its instruments were given to another match: nothing of that one is touched. */
class UnheldInstrumentTest extends SettlementSetup {
    private static final String OURS = "8";
    private static final String ANOTHER = "9";

    @Test
    void noHoldingIsSetAside() {
        heldFor(ANOTHER);
        assertRefused(
                LuaScript.beside(Settlement.class, "set_aside"),
                List.of("instrument:5", "holding:alice", "set_aside"),
                List.of(OURS, "5", "holding", "alice", "it can't be read"),
                "fenced");
    }

    @Test
    void noOrderIsEnded() {
        heldFor(ANOTHER);
        played.market.redis.hset("request:77", "state", "WORKING");
        assertRefused(
                LuaScript.beside(RestingOrders.class, "resting_expire"),
                List.of("request:77", "instrument:5"),
                List.of("77", OURS),
                "fenced");
    }

    @Test
    void noInstrumentTradesAgain() {
        played.market.redis.srem("instruments:fixture:" + OURS, "6", "7", "8");
        played.market.redis.hset("fixture:" + OURS, "settling", "1");
        for (String holder : List.of("alice", "bob")) {
            played.market.redis.srem("holders:5", holder);
        }
        played.market.redis.del("positions:instrument:5");
        played.market.redis.hset("instrument:5", "net_flow", "0");
        heldFor(ANOTHER);
        assertRefused(
                LuaScript.beside(Settlement.class, "settlement_thaw"),
                List.of("fixture:" + OURS, "instruments:fixture:" + OURS, "accounts", "outbox:trades", "outbox:ticks"),
                List.of(OURS, "FULL_TIME"),
                "not-frozen");
    }

    private void heldFor(String fixture) {
        played.market.redis.hset("instrument:5", "frozen_for", fixture);
    }

    private void assertRefused(LuaScript script, List<String> keys, List<String> arguments, String word) {
        List<String> before = played.market.everything();
        assertThat(script.run(played.market.redis, keys, arguments).word()).isEqualTo(word);
        assertThat(played.market.everything()).isEqualTo(before);
        beginning.restore();
    }
}
