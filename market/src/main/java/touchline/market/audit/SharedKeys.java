package touchline.market.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;

/** The keys that all of the market shares. Where another program has overwritten one, nothing can be compared. */
final class SharedKeys {
    private static final Map<String, String> TYPES = types();

    private SharedKeys() {}

    /** A sentence for each that is of another type than the market's; one that is not there is empty. */
    static List<String> overwritten(UnifiedJedis redis) {
        List<String> overwritten = new ArrayList<>();
        TYPES.forEach((key, expected) -> {
            String type = redis.type(key);
            if (!type.equals(expected) && !type.equals("none")) {
                overwritten.add("key " + key + " was overwritten: it is of the type " + type + ", not " + expected
                        + ", and nothing else is judged until it is restored");
            }
        });
        return overwritten;
    }

    private static Map<String, String> types() {
        Map<String, String> types = new TreeMap<>();
        for (String hash :
                List.of(Keys.ACCOUNTS, Keys.MARKET, Keys.OUTBOX_WRITTEN, Keys.SET_ASIDE, Keys.WATCHED_OFFSETS)) {
            types.put(hash, "hash");
        }
        Keys.REQUEST_QUEUES.forEach(queue -> types.put(queue, "zset"));
        List.of(Keys.OUTBOX_TRADES, Keys.OUTBOX_TICKS).forEach(stream -> types.put(stream, "stream"));
        return types;
    }
}
