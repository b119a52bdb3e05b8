package touchline.feed;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.UnifiedJedis;
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
        Map<String, String> all = new TreeMap<>(redis.hgetAll(Keys.FEED_UNREADABLE));
        all.putAll(redis.hgetAll(Keys.FEED_SQUADS_MISSING));
        return all;
    }

    /** Since the market began: rows and fields that could not be read, and squads that were not available. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>(Map.of("unreadable", 0L, "squad", 0L));
        redis.hgetAll(Keys.FEED_FAULTS).forEach((kind, count) -> {
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
                step.hincrBy(Keys.FEED_FAULTS, "unreadable", unreadable);
            }
            step.exec();
        }
    }

    void squadMissing(long team, String words) {
        redis.hset(Keys.FEED_SQUADS_MISSING, "squad of team " + team, words);
        redis.expire(Keys.FEED_SQUADS_MISSING, SQUADS_KEPT.toSeconds());
        redis.hincrBy(Keys.FEED_FAULTS, "squad", 1);
    }

    void squadThere(long team) {
        redis.hdel(Keys.FEED_SQUADS_MISSING, "squad of team " + team);
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
