package touchline.market.script;

import java.util.List;
import redis.clients.jedis.UnifiedJedis;

/** What Redis' user may do. */
public final class Permissions {
    private static final LuaScript PERMISSIONS = LuaScript.beside(Permissions.class, "permissions");

    private Permissions() {}

    /**
     * The commands of the scripts that it may not run, or not on keys and channels of the market; empty if it may run all of them.
     *
     * @throws redis.clients.jedis.exceptions.JedisDataException if it may run no scripts
     */
    public static List<String> refused(UnifiedJedis redis) {
        List<String> checked =
                PERMISSIONS.run(redis, List.of("market:permissions"), List.of()).values();
        return checked.subList(1, checked.size());
    }
}
