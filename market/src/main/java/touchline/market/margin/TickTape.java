package touchline.market.margin;

import java.util.List;
import java.util.Map;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.instrument.InstrumentId;

/** Reads {@code price_ticks:{id}}, in pages, so that a long tail doesn't hold Redis up. Thread-safe. */
public final class TickTape {
    private static final int PAGE = 5_000;

    private final UnifiedJedis redis;

    public TickTape(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** The ticks after a mark. */
    public Ticks after(InstrumentId instrument, TickMark mark) {
        Ticks ticks = new Ticks();
        String from = "(" + mark;
        List<StreamEntry> page;
        do {
            page = redis.xrange("price_ticks:" + instrument, from, "+", PAGE);
            for (StreamEntry entry : page) {
                Map<String, String> fields = entry.getFields();
                ticks.add(number(fields, "seq"), number(fields, "price"), number(fields, "at"));
                from = "(" + entry.getID();
            }
        } while (page.size() == PAGE);
        return ticks;
    }

    /** Up to where the StopWatch has judged every position by every tick. */
    public TickMark watched(InstrumentId instrument) {
        return TickMark.parse(redis.hget("stopwatch:watched", instrument.toString()));
    }

    private static long number(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException("a tick without " + name);
        }
        return Long.parseLong(value);
    }
}
