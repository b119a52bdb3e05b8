package touchline.market.script;

import java.util.List;
import redis.clients.jedis.UnifiedJedis;

/** The clock of every market fact. */
public final class RedisClock {
    private static final LuaScript NOW = LuaScript.beside(RedisClock.class, "redis_clock");

    private RedisClock() {}

    /** Ms since the epoch. */
    public static long now(UnifiedJedis redis) {
        return NOW.run(redis, List.of(), List.of()).number(0);
    }
}
