package touchline.market.instrument;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.key.Keys;
import touchline.market.money.Price;

/** Past prices of many instruments: from the ticks in Redis, and from the book before those. Thread-safe. */
public final class PastPrices {
    private final UnifiedJedis redis;
    private final TickQuery ticks;

    public PastPrices(UnifiedJedis redis, Jdbi jdbi) {
        this.redis = redis;
        this.ticks = new TickQuery(jdbi);
    }

    private record Pending(
            Instrument instrument, Response<List<StreamEntry>> last, Response<List<StreamEntry>> first) {}

    /** The price at an instant; the first price if the instrument's ticks begin later; none without ticks. */
    public Map<InstrumentId, Price> at(Collection<Instrument> instruments, Instant then) {
        List<Pending> pending = new ArrayList<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (Instrument one : instruments) {
                if (one.seq() > 0) {
                    String key = Keys.priceTicks(one.id());
                    pending.add(new Pending(
                            one,
                            pipeline.xrevrange(key, Long.toString(then.toEpochMilli()), "-", 1),
                            pipeline.xrange(key, "-", "+", 1)));
                }
            }
        }
        Map<InstrumentId, Price> prices = new HashMap<>();
        Map<InstrumentId, Long> inTheBook = new HashMap<>();
        for (Pending one : pending) {
            InstrumentId id = one.instrument().id();
            List<StreamEntry> last = one.last().get();
            List<StreamEntry> first = one.first().get();
            if (!last.isEmpty()) {
                prices.put(id, price(last.get(0)));
            } else if (first.isEmpty()) {
                prices.put(id, one.instrument().price()); // all its ticks are so old that they are not kept
            } else {
                prices.put(id, price(first.get(0)));
                long seq = first.get(0).getID().getSequence();
                if (seq > 1) {
                    inTheBook.put(id, seq - 1); // the tick that was the last before those that are kept
                }
            }
        }
        prices.putAll(ticks.prices(inTheBook));
        return prices;
    }

    private static Price price(StreamEntry tick) {
        return Price.of(Long.parseLong(tick.getFields().getOrDefault("price", "")));
    }
}
