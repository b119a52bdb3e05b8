package touchline.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.feed.plan.LookMemory;
import touchline.feed.plan.UnlistedMatch;
import touchline.market.key.Keys;

/** Keeps in Redis what the polls before found, as each poll may run on another node. Without it, the next poll looks at everything. */
final class ClusterLookMemory {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterLookMemory.class);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final String LIST_AT = "list_at";
    private static final String PAGES = "pages";
    private static final String BY_ID_LAST = "by_id_last";
    private static final String SEPARATOR = " ";

    private final UnifiedJedis redis;

    ClusterLookMemory(UnifiedJedis redis) {
        this.redis = redis;
    }

    LookMemory load() {
        try {
            Map<String, String> fields = redis.hgetAll(Keys.FEED_LOOKS);
            Map<Long, UnlistedMatch> unlisted = new HashMap<>();
            for (Map.Entry<String, String> field : fields.entrySet()) {
                if (Character.isDigit(field.getKey().charAt(0))) {
                    int gap = field.getValue().indexOf(SEPARATOR);
                    unlisted.put(
                            Long.valueOf(field.getKey()),
                            new UnlistedMatch(
                                    instant(field.getValue().substring(0, gap)),
                                    instant(field.getValue().substring(gap + 1))));
                }
            }
            String listAt = fields.get(LIST_AT);
            return new LookMemory(
                    listAt == null ? null : instant(listAt),
                    Integer.parseInt(fields.getOrDefault(PAGES, "1")),
                    fields.containsKey(BY_ID_LAST),
                    unlisted);
        } catch (JedisDataException | NumberFormatException | StringIndexOutOfBoundsException overwritten) {
            LOG.warn("event=looks-unreadable key={} reason=\"{}\"", Keys.FEED_LOOKS, overwritten.getMessage());
            return LookMemory.NONE;
        }
    }

    void save(LookMemory memory) {
        Map<String, String> fields = new HashMap<>();
        put(fields, LIST_AT, memory.listAt());
        fields.put(PAGES, Integer.toString(memory.pages()));
        if (memory.byIdLast()) {
            fields.put(BY_ID_LAST, "1");
        }
        memory.unlisted()
                .forEach((id, match) -> fields.put(
                        Long.toString(id),
                        match.asked().toEpochMilli() + SEPARATOR + match.seen().toEpochMilli()));
        try (AbstractTransaction step = redis.multi()) {
            step.del(Keys.FEED_LOOKS);
            step.hset(Keys.FEED_LOOKS, fields);
            step.expire(Keys.FEED_LOOKS, KEPT.toSeconds());
            step.exec();
        }
    }

    private static void put(Map<String, String> fields, String name, @Nullable Instant at) {
        if (at != null) {
            fields.put(name, Long.toString(at.toEpochMilli()));
        }
    }

    private static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
