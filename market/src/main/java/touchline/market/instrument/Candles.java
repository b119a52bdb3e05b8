package touchline.market.instrument;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.key.Keys;
import touchline.market.money.Price;

/**
 * Prices by intervals: the first, the highest, the lowest and the last of each, and how many there were. From the book, and, as that comes a moment later, the newest
 * from Redis. Thread-safe.
 */
public final class Candles {
    private static final int PAGE = 5_000;
    private static final int MOST_NEW = 50_000;

    private final UnifiedJedis redis;
    private final CandleQuery book;

    public Candles(UnifiedJedis redis, Jdbi jdbi) {
        this.redis = redis;
        this.book = new CandleQuery(jdbi);
    }

    /** One interval's prices; there is none for an interval without a tick. */
    public record Candle(Instant start, Price open, Price high, Price low, Price close, long ticks) {

        private static Candle first(Instant start, Price price) {
            return new Candle(start, price, price, price, price, 1);
        }

        private Candle and(Price price) {
            return new Candle(
                    start,
                    open,
                    price.compareTo(high) > 0 ? price : high,
                    price.compareTo(low) < 0 ? price : low,
                    price,
                    ticks + 1);
        }
    }

    /** From {@code from}, included, to {@code to}, excluded. */
    record Span(Instant from, Instant to) {}

    /**
     * The candles of an instrument, the oldest first. Intervals without a tick are passed over.
     *
     * @param width intervals begin at its multiples since the epoch
     * @param from included; {@code to} is not
     * @param most how many candles at most; 1 or more
     */
    public List<Candle> of(InstrumentId instrument, Duration width, Instant from, Instant to, int most) {
        TreeMap<Instant, Candle> candles = new TreeMap<>();
        CandleQuery.Booked booked = book.read(instrument, width, new Span(from, to), most);
        booked.candles().forEach(candle -> candles.put(candle.start(), candle));
        if (candles.size() < most) { // otherwise what is newer belongs to a later page
            addNew(candles, instrument, width, new Span(from, to), booked.last(), most);
        }
        return candles.values().stream().limit(most).toList();
    }

    private void addNew(
            Map<Instant, Candle> candles,
            InstrumentId instrument,
            Duration width,
            Span span,
            CandleQuery.@Nullable BookedTick last,
            int most) {
        String after = last == null || last.at() < span.from().toEpochMilli()
                ? Long.toString(span.from().toEpochMilli())
                : "(" + last.at() + "-" + last.seq();
        long until = span.to().toEpochMilli() - 1;
        List<StreamEntry> page = new ArrayList<>();
        int read = 0;
        do {
            if (last != null && last.at() > until) {
                return;
            }
            page = redis.xrange(Keys.priceTicks(instrument), after, Long.toString(until), PAGE);
            for (StreamEntry tick : page) {
                Price price = Price.of(Long.parseLong(tick.getFields().getOrDefault("price", "")));
                long at = tick.getID().getTime();
                Instant start = Instant.ofEpochMilli(at - at % width.toMillis());
                candles.compute(
                        start, (any, candle) -> candle == null ? Candle.first(start, price) : candle.and(price));
                after = "(" + tick.getID();
            }
            read += page.size();
        } while (page.size() == PAGE && read < MOST_NEW && candles.size() <= most);
    }
}
