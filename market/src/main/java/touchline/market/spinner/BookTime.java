package touchline.market.spinner;

import java.time.Instant;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.outbox.OutboxLags;
import touchline.market.outbox.OutboxLags.Lag;
import touchline.market.script.RedisClock;

/** The time up to which the book is complete, by Redis' clock, which dates all market facts. Thread-safe. */
final class BookTime {
    private final UnifiedJedis redis;
    private final OutboxLags lags;

    BookTime(UnifiedJedis redis, OutboxLags lags) {
        this.redis = redis;
        this.lags = lags;
    }

    /** What happened before this is in the book; the epoch where entries are missing. */
    Instant completeUntil() {
        // The clock is read first: what is appended after that is later than what it says.
        Instant now = Instant.ofEpochMilli(RedisClock.now(redis));
        Lag lag = lags.total();
        if (lag.isDrained()) {
            return now;
        }
        // The age of the oldest entry that waits was taken later, so this is at most that entry's time.
        return lag.behindMillis() == 0 ? Instant.EPOCH : now.minusMillis(lag.behindMillis());
    }
}
