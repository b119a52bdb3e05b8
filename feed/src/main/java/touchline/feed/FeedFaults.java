package touchline.feed;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.UnreadableRow;
import touchline.market.key.Keys;

/**
 * What the feed does not give, or gives in a shape that can't be read, as the last poll and the last sync of squads found it: kept in Redis, so that every node can show it and
 * raise an alert. Thread-safe.
 */
public final class FeedFaults {
    /** Without polls, the last findings expire. */
    private static final Duration POLL_KEPT = Duration.ofMinutes(10);

    private static final Duration SQUADS_KEPT = Duration.ofDays(2);
    private static final int SHOWN = 3;
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");

    private final UnifiedJedis redis;

    public FeedFaults(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** Kept beside the faults. */
    ClusterLookMemory lookMemory() {
        return new ClusterLookMemory(redis);
    }

    AskAgain askAgain(Clock clock) {
        return new AskAgain(redis, clock);
    }

    /** The fixtures of which something can't be read, and rows without a fixture, in words by subject. */
    public Map<String, String> now() {
        Map<String, String> all = new TreeMap<>(read(Keys.FEED_UNREADABLE));
        all.putAll(read(Keys.FEED_SQUADS_MISSING));
        return all;
    }

    /** Since the market began: rows and fields that could not be read, and squads that were not available. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>(Map.of("unreadable", 0L, "squad", 0L));
        read(Keys.FEED_FAULTS).forEach((kind, count) -> {
            if (COUNT.matcher(count).matches()) {
                counts.put(kind, Long.valueOf(count));
            } else {
                redis.hdel(Keys.FEED_FAULTS, kind); // overwritten: it starts again
            }
        });
        return counts;
    }

    /** Replaces what the poll before found. */
    void polled(Map<String, String> found, int unreadable) {
        try (AbstractTransaction step = redis.multi()) {
            step.del(Keys.FEED_UNREADABLE);
            if (!found.isEmpty()) {
                step.hset(Keys.FEED_UNREADABLE, found);
                step.expire(Keys.FEED_UNREADABLE, POLL_KEPT.toSeconds());
            }
            step.exec();
        }
        if (unreadable > 0) {
            count("unreadable", unreadable);
        }
    }

    void squadMissing(long team, String words) {
        replacing(Keys.FEED_SQUADS_MISSING, key -> redis.hset(key, squadOf(team), words));
        redis.expire(Keys.FEED_SQUADS_MISSING, SQUADS_KEPT.toSeconds());
        count("squad", 1);
    }

    void squadThere(long team) {
        replacing(Keys.FEED_SQUADS_MISSING, key -> redis.hdel(key, squadOf(team)));
    }

    private static String squadOf(long team) {
        return "squad of team " + team;
    }

    private void count(String kind, int more) {
        replacing(Keys.FEED_FAULTS, key -> redis.hincrBy(key, kind, more));
    }

    private Map<String, String> read(String key) {
        try {
            return redis.hgetAll(key);
        } catch (JedisDataException refused) {
            clear(key, refused);
            return Map.of();
        }
    }

    /** Writes a record, in place of what another program wrote there: no match waits for the list of faults. */
    private void replacing(String key, Consumer<String> write) {
        try {
            write.accept(key);
        } catch (JedisDataException refused) {
            clear(key, refused);
            write.accept(key);
        }
    }

    /** Deletes a record of another type, or a count that is no number. Another refusal is thrown again. */
    private void clear(String key, JedisDataException refused) {
        String why = String.valueOf(refused.getMessage());
        if (!why.startsWith("WRONGTYPE") && !why.startsWith("ERR hash value")) {
            throw refused;
        }
        redis.del(key);
    }

    static String words(FeedFixture fixture) {
        List<String> unreadable = fixture.gaps().unreadable();
        return name(fixture) + ": the feed's data can't be read: "
                + String.join("; ", unreadable.subList(0, Math.min(SHOWN, unreadable.size())))
                + (unreadable.size() > SHOWN ? "; and " + (unreadable.size() - SHOWN) + " more" : "");
    }

    static String setAside(FeedFixture fixture, int events) {
        return name(fixture) + ": " + (events == 1 ? "1 event does" : events + " events do")
                + " not move instruments that can't be read: repair what set_aside names, the next poll applies the"
                + " rest";
    }

    static String doubt(FeedFixture fixture, String what) {
        return name(fixture) + ": the feed's data can't be right: " + what
                + ". It takes no event back, and freezes the match until it is";
    }

    private static String name(FeedFixture fixture) {
        return fixture.name().isEmpty() ? "fixture " + fixture.id() : fixture.name();
    }

    /** One sentence for all: a feed that changes a field changes it in each row. */
    static String words(List<UnreadableRow> rows) {
        return "the feed sends " + (rows.size() == 1 ? "a row" : rows.size() + " rows") + " that can't be read: "
                + rows.stream().limit(SHOWN).map(UnreadableRow::what).collect(Collectors.joining("; "))
                + (rows.size() > SHOWN ? "; and " + (rows.size() - SHOWN) + " more" : "");
    }
}
