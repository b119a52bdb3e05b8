package touchline.market.instrument;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.key.Keys;
import touchline.market.money.Price;

/** Past prices of many instruments: from the ticks in Redis, and from the book before those. A price that was read is kept for questions about nearly the same time. Thread-safe. */
public final class PastPrices {
    /** Ticks of so long ago don't change: a client can't tell a price of 24 h ago from one of 10 s later. */
    private static final Duration SAME = Duration.ofSeconds(10);

    private final UnifiedJedis redis;
    private final TickQuery ticks;
    private final Map<InstrumentId, KnownPrice> known = new ConcurrentHashMap<>();
    private final Map<InstrumentId, Price> starts = new ConcurrentHashMap<>();

    /** What the price was at an instant. */
    private record KnownPrice(Instant then, Price price) {
        boolean isOf(Instant about) {
            return Duration.between(then, about).abs().compareTo(SAME) < 0;
        }
    }

    public PastPrices(UnifiedJedis redis, Jdbi jdbi) {
        this.redis = redis;
        this.ticks = new TickQuery(jdbi);
    }

    private record Pending(
            Instrument instrument, Response<List<StreamEntry>> last, Response<List<StreamEntry>> first) {}

    /** The price at an instant, to 10 s; the starting price if the instrument's first tick is later, or the price of that tick if the start is not known; none without ticks. */
    public Map<InstrumentId, Price> at(Collection<Instrument> instruments, Instant then) {
        Map<InstrumentId, Price> prices = new HashMap<>();
        List<Instrument> unknown = new ArrayList<>();
        for (Instrument one : instruments) {
            KnownPrice before = known.get(one.id());
            if (before != null && one.seq() > 0 && before.isOf(then)) {
                prices.put(one.id(), before.price());
            } else if (one.seq() > 0) {
                unknown.add(one);
            }
        }
        if (!unknown.isEmpty()) {
            prices.putAll(read(unknown, then));
        }
        return prices;
    }

    private Map<InstrumentId, Price> read(List<Instrument> instruments, Instant then) {
        List<Pending> pending = new ArrayList<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (Instrument one : instruments) {
                String key = Keys.priceTicks(one.id());
                pending.add(new Pending(
                        one,
                        pipeline.xrevrange(key, Long.toString(then.toEpochMilli()), "-", 1),
                        pipeline.xrange(key, "-", "+", 1)));
            }
        }
        Map<InstrumentId, Price> prices = new HashMap<>();
        Map<InstrumentId, Price> idle = new HashMap<>();
        Map<InstrumentId, Long> inTheBook = new HashMap<>();
        List<InstrumentId> justBegun = new ArrayList<>();
        for (Pending one : pending) {
            InstrumentId id = one.instrument().id();
            List<StreamEntry> last = one.last().get();
            List<StreamEntry> first = one.first().get();
            if (!last.isEmpty()) {
                prices.put(id, price(last.get(0)));
            } else if (first.isEmpty()) {
                idle.put(id, one.instrument().price()); // all its ticks are so old that they are not kept
            } else {
                prices.put(id, price(first.get(0)));
                long seq = first.get(0).getID().getSequence();
                if (seq > 1) {
                    inTheBook.put(id, seq - 1); // the tick that was the last before those that are kept
                } else {
                    justBegun.add(id);
                }
            }
        }
        prices.putAll(ticks.prices(inTheBook));
        prices.putAll(starts(justBegun));
        prices.forEach((id, price) -> known.put(id, new KnownPrice(then, price)));
        prices.putAll(idle); // today's price, which the next tick changes
        return prices;
    }

    /** Of those whose starting price is known. It never changes, so it is read from the book once. */
    private Map<InstrumentId, Price> starts(Collection<InstrumentId> instruments) {
        starts.putAll(ticks.listed(
                instruments.stream().filter(id -> !starts.containsKey(id)).toList()));
        Map<InstrumentId, Price> prices = new HashMap<>();
        for (InstrumentId id : instruments) {
            Price start = starts.get(id);
            if (start != null) {
                prices.put(id, start);
            }
        }
        return prices;
    }

    private static Price price(StreamEntry tick) {
        return Price.of(Long.parseLong(tick.getFields().getOrDefault("price", "")));
    }
}
