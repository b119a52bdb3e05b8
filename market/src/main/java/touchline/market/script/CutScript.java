package touchline.market.script;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** A script that Redis ended in the middle, as its user may not run one of the commands. What it had written before is not undone. */
public final class CutScript {
    private static final Logger LOG = LoggerFactory.getLogger(CutScript.class);

    /** Redis' words for a command, a key or a channel. */
    private static final String MAY_NOT = "The user executing the script can't ";

    /** Its words for a command that was renamed. */
    private static final String UNKNOWN = "Unknown Redis command called from ";

    private CutScript() {}

    /** Whether it is behind a failure. */
    public static boolean isBehind(JedisDataException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains(MAY_NOT) || message.contains(UNKNOWN);
    }

    /** Shuts the market where it is: half a step is in Redis, and not in the book. Without permission for that too, only the refusals of Redis keep others out. */
    static void shutMarket(UnifiedJedis redis, JedisDataException failure) {
        if (!isBehind(failure)) {
            return;
        }
        String why =
                "Redis refused a command in the middle of a script, as its user lacks a permission: give it those of"
                        + " docs/stores.md, then run 'touchline hydrate config.yml --force'";
        try {
            if (redis.hsetnx("market", "shut", why) == 1) {
                LOG.error("market shut: {} ({})", why, failure.getMessage());
            }
        } catch (JedisException refusedToo) {
            failure.addSuppressed(refusedToo);
        }
    }
}
