package touchline.feed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.key.Keys;

/** Remembers for the whole cluster what the feed refused, or did not have, and when to ask for it again. */
final class AskAgain {
    private static final Duration KEPT = Duration.ofDays(2);

    private final UnifiedJedis redis;
    private final Clock clock;

    AskAgain(UnifiedJedis redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    boolean isTime(String subject) {
        try {
            String after = redis.hget(Keys.FEED_ASK_AGAIN, subject);
            return after == null || clock.millis() >= Long.parseLong(after);
        } catch (NumberFormatException | JedisDataException overwritten) {
            redis.del(Keys.FEED_ASK_AGAIN);
            return true;
        }
    }

    Instant in(Duration wait, String subject) {
        Instant again = clock.instant().plus(wait);
        redis.hset(Keys.FEED_ASK_AGAIN, subject, Long.toString(again.toEpochMilli()));
        redis.expire(Keys.FEED_ASK_AGAIN, KEPT.toSeconds());
        return again;
    }
}
