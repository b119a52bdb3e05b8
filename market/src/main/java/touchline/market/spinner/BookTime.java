package touchline.market.spinner;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.outbox.OutboxLags;
import touchline.market.outbox.OutboxLags.Lag;
import touchline.market.recovery.Epoch;
import touchline.market.script.RedisClock;

/** The time up to which the book is complete, by Redis' clock, which dates all market facts. Thread-safe. */
final class BookTime {
    private final UnifiedJedis redis;
    private final OutboxLags lags;
    private final Epoch epoch;
    private final BookGapQuery gaps;

    BookTime(UnifiedJedis redis, Jdbi jdbi) {
        this.redis = redis;
        this.lags = new OutboxLags(redis, jdbi);
        this.epoch = new Epoch(redis, jdbi);
        this.gaps = new BookGapQuery(jdbi);
    }

    /**
     * Until when the book is complete.
     *
     * @param until what happened before is in the book; the epoch where it can't be known
     * @param because what keeps the book from being complete, or that nothing does
     */
    record Completeness(Instant until, String because) {
        private Completeness orEarlier(Optional<Instant> time, String why) {
            return time.filter(until::isAfter)
                    .map(earlier -> new Completeness(earlier, why))
                    .orElse(this);
        }
    }

    Completeness read() {
        // The clock is read first: what is appended after that is later than what it says.
        Instant now = Instant.ofEpochMilli(RedisClock.now(redis));
        // A Redis that has lost its data, or is another market's, has nothing that waits.
        if (epoch.shut().isPresent()) {
            return new Completeness(Instant.EPOCH, "the market is shut: Redis may not be the one that has the rest");
        }
        return flushed(now)
                .orEarlier(gaps.oldestDeadLetter(), "a later entry is a dead letter")
                .orEarlier(
                        gaps.oldestPendingCancellation(), "the cancellation of a close is approved and not executed");
    }

    private Completeness flushed(Instant now) {
        Lag lag = lags.total();
        if (lag.isDrained()) {
            return new Completeness(now, "it has everything");
        }
        // The age of the oldest entry that waits was taken later, so this is at most that entry's time.
        return lag.behindMillis() == 0
                ? new Completeness(Instant.EPOCH, "entries are missing that Redis had written")
                : new Completeness(now.minusMillis(lag.behindMillis()), "later entries are not flushed");
    }
}
