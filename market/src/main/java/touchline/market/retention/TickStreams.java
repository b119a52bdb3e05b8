package touchline.market.retention;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.XTrimParams;
import touchline.market.key.Keys;
import touchline.market.margin.TickOffset;
import touchline.market.script.Gate;
import touchline.market.script.RedisClock;
import touchline.market.unreadable.UnreadableRecords;

/** The streams {@code price_ticks:{id}}, trimmed by age. Safe to run twice, and at once. Thread-safe. */
public final class TickStreams {
    /** A clock set back may have given a tick an earlier time than the position that it came after. */
    private static final long SLACK = Duration.ofMinutes(1).toMillis();

    private final UnifiedJedis redis;
    private final OldestPositionQuery positions;
    private final UnreadableRecords unreadable;

    public TickStreams(UnifiedJedis redis, Jdbi jdbi) {
        this.redis = redis;
        this.positions = new OldestPositionQuery(jdbi);
        this.unreadable = new UnreadableRecords(redis);
    }

    /**
     * Trims what is older than {@code keep}, and neither needed by a position that is open nor still to be judged by the StopWatch. An order that rests needs
     * only what the StopWatch has not judged, so one that rests for months keeps nothing. What the book doesn't know of yet was opened since, and needs only
     * what came after. A stream that was overwritten, or of which nobody knows how far it was judged, is noted as unreadable and stays as it is.
     *
     * @return how many ticks went
     * @throws touchline.market.script.MarketShutException while the market is shut
     */
    public long trim(Duration keep) {
        Gate.requireOpen(redis);
        long now = RedisClock.now(redis);
        Map<String, Long> opened = positions.openedByInstrument();
        Map<String, Long> resting = positions.restingByInstrument();
        Map<String, String> watched = redis.hgetAll(Keys.WATCHED_OFFSETS);
        Map<String, String> watchedOrders = redis.hgetAll(Keys.WATCHED_ORDER_OFFSETS);
        Set<String> instruments = redis.smembers(Keys.INSTRUMENTS);
        long trimmed = 0;
        for (String instrument : instruments) {
            try {
                long since = Math.min(now - keep.toMillis(), opened.getOrDefault(instrument, Long.MAX_VALUE) - SLACK);
                if (watched.containsKey(instrument)) {
                    since = Math.min(
                            since, TickOffset.parse(watched.get(instrument)).at());
                }
                if (resting.containsKey(instrument)) {
                    long judged =
                            TickOffset.parse(watchedOrders.get(instrument)).at(); // 0: none by any tick
                    since = Math.min(since, Math.max(judged, resting.getOrDefault(instrument, 0L) - SLACK));
                }
                trimmed += since > 0 ? trim(instrument, since) : 0;
            } catch (RuntimeException e) {
                unreadable.note(Keys.priceTicks(instrument), e);
            }
        }
        return trimmed;
    }

    private long trim(String instrument, long since) {
        return redis.xtrim(
                Keys.priceTicks(instrument),
                XTrimParams.xTrimParams().minId(Long.toString(since)).approximateTrimming());
    }
}
