package touchline.market.outbox;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.key.Keys;
import touchline.market.outbox.refill.PublishedOffset;
import touchline.market.script.RedisClock;

/** How far the book is behind. Readable from any node. Thread-safe. */
public final class OutboxLags {
    private final UnifiedJedis redis;
    private final OutboxOffsetRepository offsets;

    public OutboxLags(UnifiedJedis redis, Jdbi jdbi) {
        this.redis = redis;
        this.offsets = new OutboxOffsetRepository(jdbi);
    }

    /**
     * One stream's.
     *
     * @param written entries that scripts have appended since the market began
     * @param applied entries that have been taken into the book, dead letters among them
     * @param deadLetters entries that the book could not take, and that are not resolved
     * @param behindMillis the age of the oldest entry that waits; 0 where none does
     */
    public record Lag(long written, long applied, long deadLetters, long behindMillis) {

        Lag plus(Lag other) {
            return new Lag(
                    written + other.written,
                    applied + other.applied,
                    deadLetters + other.deadLetters,
                    Math.max(behindMillis, other.behindMillis));
        }

        /** Whether everything written is in the book. */
        public boolean isDrained() {
            return behindMillis == 0 && written <= applied;
        }
    }

    /** Each stream's. */
    public Map<String, Lag> all() {
        Map<String, Lag> lags = new TreeMap<>();
        for (OutboxStream stream : OutboxStream.values()) {
            lags.put(stream.key(), of(stream.key()));
        }
        return lags;
    }

    /** Both streams' together. */
    public Lag total() {
        return all().values().stream().reduce(new Lag(0, 0, 0, 0), Lag::plus);
    }

    /** How far each stream's oldest waiting entry is behind, in ms, by what flushers have published: needs no book. */
    public Map<String, Long> behindAsPublished() {
        Map<String, Long> behind = new TreeMap<>();
        for (OutboxStream stream : OutboxStream.values()) {
            behind.put(
                    stream.key(),
                    behind(
                            stream.key(),
                            PublishedOffset.read(redis, stream.key()).orElse("0-0")));
        }
        return behind;
    }

    private long behind(String stream, String offset) {
        List<StreamEntry> waiting = redis.xrange(stream, "(" + offset, "+", 1);
        return waiting.isEmpty() ? 0 : Math.max(1, age(waiting.get(0), RedisClock.now(redis)));
    }

    /** An id never steps back, but Redis' clock may have been set back: then {@code at} says when it was written. */
    private static long age(StreamEntry entry, long now) {
        String at = entry.getFields().get("at");
        boolean isAhead = entry.getID().getTime() > now && at != null && at.matches("\\d{1,15}");
        return now - (isAhead ? Long.parseLong(at) : entry.getID().getTime());
    }

    static StreamEntryID newest(UnifiedJedis redis, String stream) {
        try {
            return redis.xinfoStream(stream).getLastGeneratedId();
        } catch (JedisDataException noSuchKey) {
            return new StreamEntryID(0, 0);
        }
    }

    private Lag of(String stream) {
        OutboxOffsetRepository.Applied applied = offsets.applied(stream);
        // Read after what was applied, which grows meanwhile: never is more applied than written.
        String written = redis.hget(Keys.OUTBOX_WRITTEN, stream);
        long behind = behind(stream, applied.lastId());
        return new Lag(written == null ? 0 : Long.parseLong(written), applied.entries(), applied.deadLetters(), behind);
    }
}
