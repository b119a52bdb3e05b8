package touchline.market.script;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Finds out whether a record that was overwritten made a script fail. */
final class FailedScript {
    private static final Logger LOG = LoggerFactory.getLogger(FailedScript.class);
    private static final LuaScript DIAGNOSE = LuaScript.beside(FailedScript.class, "diagnose");

    private FailedScript() {}

    /**
     * The exception to throw for a failure: the failure itself, or an {@link UnreadableKeyException} that names the record.
     *
     * @param keys the keys of the script
     */
    static JedisDataException explain(UnifiedJedis redis, List<String> keys, JedisDataException failure) {
        if (!mayBeOfARecord(String.valueOf(failure.getMessage()))) {
            return failure;
        }
        try {
            Reply found = DIAGNOSE.evaluate(redis, keys, List.of());
            if (!found.is("unreadable")) {
                return failure;
            }
            LOG.error(
                    "event=unreadable subject=\"{}\" why=\"{}\": restore it; everything else continues",
                    found.text(1),
                    found.text(2));
            return new UnreadableKeyException(found.text(1), found.text(2), failure);
        } catch (JedisException | MarketShutException unknown) {
            failure.addSuppressed(unknown);
            return failure;
        }
    }

    /** Whether a script of the market's wrote the message, with the record that it found; Redis' own message names no key. */
    static boolean namesRecord(String message) {
        return message.startsWith("WRONGTYPE ") && !message.startsWith("WRONGTYPE Operation ");
    }

    /** A command on a key of another type, or an error of the script's own, as arithmetic on a missing field is. */
    private static boolean mayBeOfARecord(String message) {
        return message.startsWith("WRONGTYPE") || message.startsWith("ERR ");
    }
}
