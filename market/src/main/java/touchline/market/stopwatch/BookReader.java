package touchline.market.stopwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.instrument.Instrument;
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
        List<Instrument> instruments = new Instruments(redis).all();
        List<InstrumentId> ids = instruments.stream().map(Instrument::id).toList();
        List<InstrumentId> compared = new ArrayList<>();
        positions.openCountsOn(ids).forEach((instrument, count) -> {
            if (count != watched.getOrDefault(instrument.value(), 0).longValue() || instrument.value() % TURNS == now) {
                compared.add(instrument);
            }
        });
        BookReading reading = new BookReading(
                barrier,
                instruments.stream().collect(Collectors.toMap(Instrument::id, Instrument::seq)),
                orders.counts(ids),
                positions.openIdsOn(compared));
        publish(barrier);
        return reading;
    }

    /** When it comes back, everything published before it has come. */
    void publish(String barrier) {
        redis.publish(Keys.POSITION_CHANGES, "{\"type\":\"barrier\",\"id\":\"" + barrier + "\"}");
    }
}
