package touchline.market.outbox.refill;

import java.util.Optional;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.key.Keys;

/**
 * The last entry of a stream that is in the book, as flushers publish it to the scripts ({@code outbox:applied}). Another program may have overwritten it: then nothing is known, until a
 * flusher publishes it again.
 */
public final class PublishedOffset {
    private PublishedOffset() {}

    /** Reads it; empty where there is none, or none that an entry of the stream can have. */
    public static Optional<String> read(UnifiedJedis redis, String stream) {
        try {
            String published = redis.hget(Keys.OUTBOX_APPLIED, stream);
            boolean isKnown = published != null
                    && new StreamEntryID(published)
                                    .compareTo(redis.xinfoStream(stream).getLastGeneratedId())
                            <= 0;
            return isKnown ? Optional.of(published) : Optional.empty();
        } catch (JedisDataException | IllegalArgumentException | IndexOutOfBoundsException overwritten) {
            return Optional.empty();
        }
    }

    /** Publishes it, also where the record is of another type. */
    public static void write(UnifiedJedis redis, String stream, String offset) {
        try {
            redis.hset(Keys.OUTBOX_APPLIED, stream, offset);
        } catch (JedisDataException refused) {
            if (!String.valueOf(refused.getMessage()).startsWith("WRONGTYPE")) {
                throw refused;
            }
            redis.del(Keys.OUTBOX_APPLIED);
            redis.hset(Keys.OUTBOX_APPLIED, stream, offset);
        }
    }
}
