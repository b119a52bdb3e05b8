package touchline.market.unreadable;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import touchline.market.key.Keys;
import touchline.market.script.LuaScript;
import touchline.market.script.MarketShutException;

/**
 * Names records that can't be read in the hash {@code set_aside}, where alerts, metrics and the audit find them. Each is logged once, by the node that finds
 * it first. A reader leaves such a record out and goes on. Thread-safe.
 */
public final class UnreadableRecords {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRecords.class);
    private static final LuaScript NOTE = LuaScript.beside(UnreadableRecords.class, "unreadable_note");

    private final UnifiedJedis redis;

    public UnreadableRecords(UnifiedJedis redis) {
        this.redis = redis;
    }

    /**
     * Notes a record.
     *
     * @param subject its kind and id, as in {@code position 4711}
     * @throws RuntimeException the cause itself, if it is a store that failed and not the record
     */
    public void note(String subject, RuntimeException cause) {
        if (cause instanceof JedisException && !isOfWrongType(cause)) {
            throw cause;
        }
        note(subject, String.valueOf(cause.getMessage()));
    }

    /** The same, with the reason in words. */
    public void note(String subject, String why) {
        try {
            if (NOTE.run(redis, List.of(Keys.SET_ASIDE), List.of(subject, why)).is("noted")) {
                LOG.error(
                        "event=unreadable subject=\"{}\" why=\"{}\": restore it; everything else continues",
                        subject,
                        why);
            }
        } catch (MarketShutException | JedisException notNow) {
            LOG.debug("event=unreadable subject=\"{}\" noted=false", subject, notNow); // the next reader notes it
        }
    }

    private static boolean isOfWrongType(RuntimeException cause) {
        return cause instanceof JedisDataException
                && String.valueOf(cause.getMessage()).startsWith("WRONGTYPE");
    }
}
