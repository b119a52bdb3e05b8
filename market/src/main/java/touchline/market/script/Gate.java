package touchline.market.script;

import java.util.List;
import redis.clients.jedis.UnifiedJedis;

/** Whether the market may be written to, as every script that writes asks it itself. For work that is not worth beginning while it is shut. */
public final class Gate {
    private static final LuaScript CHECK = LuaScript.beside(Gate.class, "gate_check");

    private Gate() {}

    /** Returns where the market is open. */
    public static void requireOpen(UnifiedJedis redis) throws MarketShutException {
        CHECK.run(redis, List.of(), List.of());
    }
}
