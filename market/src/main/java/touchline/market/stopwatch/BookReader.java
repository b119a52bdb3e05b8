package touchline.market.stopwatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.key.Keys;
import touchline.market.position.Positions;
import touchline.market.resting.RestingOrders;

/**
 * Reads what is open: how many on every instrument at each reading, and which where that differs from what is watched, or where it is the
 * instrument's turn. So a reading of a million positions costs little, and none is left unread for more than a dozen readings. Thread-safe.
 */
final class BookReader {
    private static final int TURNS = 12;
    /** Redis answers a page in less than a millisecond, and others before the next. */
    private static final int INSTRUMENTS_A_PAGE = 50;

    private static final int POSITIONS_A_PAGE = 2_000;

    private final UnifiedJedis redis;
    private final Positions positions;
    private final RestingOrders orders;
    private final AtomicInteger turn = new AtomicInteger();

    BookReader(UnifiedJedis redis, Positions positions, RestingOrders orders) {
        this.redis = redis;
        this.positions = positions;
        this.orders = orders;
    }

    /**
     * Reads, and then publishes the barrier.
     *
     * @param watched the number of watched positions of each instrument
     */
    BookReading read(String barrier, Map<Long, Integer> watched) {
        int now = turn.updateAndGet(before -> (before + 1) % TURNS);
        Map<InstrumentId, Long> seqs = new HashMap<>();
        Map<InstrumentId, Long> restingOrders = new HashMap<>();
        Map<InstrumentId, Long> compared = new LinkedHashMap<>();
        Instruments instruments = new Instruments(redis);
        List<InstrumentId> all = instruments.ids();
        for (int from = 0; from < all.size(); from += INSTRUMENTS_A_PAGE) {
            List<InstrumentId> page = all.subList(from, Math.min(all.size(), from + INSTRUMENTS_A_PAGE));
            instruments.find(page).forEach(instrument -> seqs.put(instrument.id(), instrument.seq()));
            List<InstrumentId> readable =
                    page.stream().filter(seqs::containsKey).toList();
            restingOrders.putAll(orders.counts(readable));
            positions.openCountsOn(readable).forEach((instrument, count) -> {
                if (count != watched.getOrDefault(instrument.value(), 0).longValue()
                        || instrument.value() % TURNS == now) {
                    compared.put(instrument, count);
                }
            });
        }
        BookReading reading = new BookReading(barrier, seqs, restingOrders, openOn(compared));
        publish(barrier);
        return reading;
    }

    private Map<InstrumentId, BookReading.OpenIds> openOn(Map<InstrumentId, Long> counts) {
        Map<InstrumentId, BookReading.OpenIds> open = new LinkedHashMap<>();
        List<InstrumentId> page = new ArrayList<>();
        long pageSize = 0;
        for (Map.Entry<InstrumentId, Long> one : counts.entrySet()) {
            if (pageSize > 0 && pageSize + one.getValue() > POSITIONS_A_PAGE) {
                positions
                        .openIdsOn(page)
                        .forEach((instrument, ids) -> open.put(instrument, BookReading.OpenIds.of(ids)));
                page.clear();
                pageSize = 0;
            }
            page.add(one.getKey());
            pageSize += one.getValue();
        }
        positions.openIdsOn(page).forEach((instrument, ids) -> open.put(instrument, BookReading.OpenIds.of(ids)));
        return open;
    }

    /** When it comes back, everything published before it has come. */
    void publish(String barrier) {
        redis.publish(Keys.POSITION_CHANGES, "{\"type\":\"barrier\",\"id\":\"" + barrier + "\"}");
    }
}
