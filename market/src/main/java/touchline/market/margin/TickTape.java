package touchline.market.margin;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.unreadable.UnreadableRecords;

/** Reads {@code price_ticks:{id}}, in pages, so that a long tail doesn't hold Redis up. An entry that is no tick is named in {@code set_aside} and left out. Thread-safe. */
public final class TickTape {
    private static final int PAGE = 5_000;

    private final UnifiedJedis redis;
    private final UnreadableRecords unreadable;

    public TickTape(UnifiedJedis redis) {
        this.redis = redis;
        this.unreadable = new UnreadableRecords(redis);
    }

    /** Is given ticks in their order; {@code price} in ten-thousandths, {@code at} in ms since the epoch. */
    @FunctionalInterface
    public interface TickListener {
        void tick(long seq, long price, long at);
    }

    /**
     * The offsets of an instrument's ticks.
     *
     * @param watched up to where the StopWatch has judged every position by every tick
     * @param seq the last tick's number; 0 where there was none
     * @param before the last tick in the stream that is older than what was asked; {@link TickOffset#NONE} where there is none
     */
    record Standing(TickOffset watched, long seq, TickOffset before) {}

    /** The ticks after a mark. */
    public Ticks after(InstrumentId instrument, TickOffset mark) {
        Ticks ticks = new Ticks();
        read(instrument, mark, ticks::add);
        return ticks;
    }

    /** The first of them, at most so many, read in one call. */
    Ticks page(InstrumentId instrument, TickOffset mark, int most) {
        Ticks ticks = new Ticks();
        redis.xrange(key(instrument), "(" + mark, "+", most).forEach(entry -> tell(instrument, entry, ticks::add));
        return ticks;
    }

    /** The same, without keeping them. */
    public void read(InstrumentId instrument, TickOffset mark, TickListener listener) {
        String from = "(" + mark;
        List<StreamEntry> page;
        do {
            page = redis.xrange(key(instrument), from, "+", PAGE);
            for (StreamEntry entry : page) {
                tell(instrument, entry, listener);
                from = "(" + entry.getID();
            }
        } while (page.size() == PAGE);
    }

    /** The ticks after one offset up to and including another, read in one call. */
    public Ticks between(InstrumentId instrument, TickOffset after, TickOffset until) {
        Ticks ticks = new Ticks();
        redis.xrange(key(instrument), "(" + after, until.toString())
                .forEach(entry -> tell(instrument, entry, ticks::add));
        return ticks;
    }

    /** Up to where the StopWatch has judged every position by every tick. */
    public TickOffset watched(InstrumentId instrument) {
        return TickOffset.parseOrNone(redis.hget(Keys.WATCHED_OFFSETS, instrument.toString()));
    }

    /** The same for resting orders; {@link TickOffset#NONE} where no StopWatch that knows them has judged any. */
    public TickOffset watchedOrders(InstrumentId instrument) {
        return TickOffset.parseOrNone(redis.hget(Keys.WATCHED_ORDER_OFFSETS, instrument.toString()));
    }

    /**
     * The offsets of several instruments, read in one round trip.
     *
     * @param before ms since the epoch; positive
     */
    public Map<InstrumentId, Standing> standing(Collection<InstrumentId> instruments, long before) {
        record Pending(Response<String> watched, Response<String> seq, Response<List<StreamEntry>> before) {}
        Map<InstrumentId, Pending> pending = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (InstrumentId instrument : instruments) {
                pending.put(
                        instrument,
                        new Pending(
                                pipeline.hget(Keys.WATCHED_OFFSETS, instrument.toString()),
                                pipeline.hget(Keys.instrument(instrument), "tick_seq"),
                                pipeline.xrevrange(key(instrument), "(" + new TickOffset(before, 0), "-", 1)));
            }
        }
        Map<InstrumentId, Standing> standing = new LinkedHashMap<>();
        pending.forEach((instrument, one) -> {
            String seq = one.seq().get();
            List<StreamEntry> last = one.before().get();
            standing.put(
                    instrument,
                    new Standing(
                            TickOffset.parseOrNone(one.watched().get()),
                            seq == null ? 0 : Long.parseLong(seq),
                            last.isEmpty()
                                    ? TickOffset.NONE
                                    : TickOffset.parse(last.get(0).getID().toString())));
        });
        return standing;
    }

    private static String key(InstrumentId instrument) {
        return Keys.priceTicks(instrument);
    }

    private void tell(InstrumentId instrument, StreamEntry entry, TickListener listener) {
        Long seq = number(entry, "seq");
        Long price = number(entry, "price");
        Long at = number(entry, "at");
        if (seq == null || price == null || at == null) {
            unreadable.note(key(instrument), "its entry " + entry.getID() + " is no tick");
        } else {
            listener.tick(seq, price, at);
        }
    }

    private static @Nullable Long number(StreamEntry entry, String name) {
        try {
            String value = entry.getFields().get(name);
            return value == null ? null : Long.valueOf(value);
        } catch (NumberFormatException foreign) {
            return null;
        }
    }
}
