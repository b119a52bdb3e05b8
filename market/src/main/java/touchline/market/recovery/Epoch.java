package touchline.market.recovery;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Whether both stores belong together and neither has lost anything: they keep the same epoch, and Redis' outbox is at least as far as the
 * book has applied it. Where that doesn't hold the market stays shut, as every script looks for the epoch. Thread-safe.
 */
public final class Epoch {
    private static final List<String> STREAMS = List.of("outbox:trades", "outbox:ticks");

    private final UnifiedJedis redis;
    private final Jdbi jdbi;

    public Epoch(UnifiedJedis redis, Jdbi jdbi) {
        this.redis = redis;
        this.jdbi = jdbi;
    }

    /**
     * Opens the market, for the first time or again.
     *
     * @return why it has to stay shut, and what to do; empty where it is open
     */
    public Optional<String> open() {
        Long book = book();
        String hot = redis.hget("market", "epoch");
        if (book == null && hot == null) {
            if (redis.exists("outbox:trades") || redis.exists("instruments")) {
                return shut("Redis holds a market without an epoch: it is not one of ours, or was tampered with");
            }
            book = begin();
        }
        if (book == null) {
            return shut("Redis belongs to another database: point REDIS_URL and DATABASE_URL at stores of one market");
        }
        if (hot == null) {
            return isUntouched()
                    ? begin(book)
                    : shut("Redis has lost its data: run 'touchline hydrate config.yml' with every node stopped");
        }
        if (!hot.equals(Long.toString(book))) {
            return shut(
                    "Redis belongs to another epoch of this market, or to another market: run 'touchline hydrate config.yml' with every node stopped");
        }
        for (String stream : STREAMS) {
            StreamEntryID applied = new StreamEntryID(applied(stream));
            if (newest(stream).compareTo(applied) < 0) {
                return shut(stream + " ends before what the book has applied (" + applied
                        + "): Redis has lost data; run 'touchline hydrate config.yml' with every node stopped");
            }
        }
        return Optional.ofNullable(redis.hget("market", "shut"));
    }

    /** The book's epoch; null before the first. */
    @Nullable
    Long book() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT epoch FROM market_epoch")
                .mapTo(Long.class)
                .findOne()
                .orElse(null));
    }

    private Long begin() {
        jdbi.useHandle(
                handle -> handle.createUpdate("INSERT INTO market_epoch (epoch) VALUES (:epoch) ON CONFLICT DO NOTHING")
                        .bind("epoch", System.currentTimeMillis())
                        .execute());
        Long book = book();
        if (book == null) {
            throw new IllegalStateException("the epoch was written and is not there");
        }
        return book;
    }

    private Optional<String> begin(long book) {
        redis.hsetnx("market", "epoch", Long.toString(book));
        return open();
    }

    /** Nothing was ever applied: the market was never opened, or only as far as the book's epoch. */
    private boolean isUntouched() {
        return STREAMS.stream().allMatch(stream -> applied(stream).equals("0-0"));
    }

    private Optional<String> shut(String why) {
        return Optional.of(why);
    }

    private String applied(String stream) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT last_id FROM outbox_offsets WHERE stream = :stream")
                .bind("stream", stream)
                .mapTo(String.class)
                .one());
    }

    private StreamEntryID newest(String stream) {
        try {
            return redis.xinfoStream(stream).getLastGeneratedId();
        } catch (JedisDataException noSuchKey) {
            return new StreamEntryID(0, 0);
        }
    }
}
