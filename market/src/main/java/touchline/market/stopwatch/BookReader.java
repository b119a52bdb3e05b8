package touchline.market.stopwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.key.Keys;
import touchline.market.position.Positions;
import touchline.market.stopwatch.index.TriggerIndex;

/**
 * Reads what is open: how many on every instrument at each reading, and which where that differs from what is watched, or where it is the
 * instrument's turn. So a reading of a million positions costs little, and none is left unread for more than a dozen readings. Not thread-safe.
 */
final class BookReader {
    private static final int TURNS = 12;

    private final UnifiedJedis redis;
    private final Positions positions;
    private int turn;

    BookReader(UnifiedJedis redis, Positions positions) {
        this.redis = redis;
        this.positions = positions;
    }

    /** Reads, and then publishes the barrier. */
    BookReading read(TriggerIndex watched) {
        turn = (turn + 1) % TURNS;
        List<Instrument> instruments = new Instruments(redis).all();
        Map<InstrumentId, Long> counts =
                positions.openCountsOn(instruments.stream().map(Instrument::id).toList());
        List<InstrumentId> compared = new ArrayList<>();
        counts.forEach((instrument, count) -> {
            if (count != watched.count(instrument.value()) || instrument.value() % TURNS == turn) {
                compared.add(instrument);
            }
        });
        BookReading reading = new BookReading(
                UUID.randomUUID().toString(),
                instruments.stream().collect(Collectors.toMap(Instrument::id, Instrument::seq)),
                positions.openIdsOn(compared));
        publish(reading.barrier());
        return reading;
    }

    /** When it comes back, everything published before it has come. */
    void publish(String barrier) {
        redis.publish(Keys.POSITION_CHANGES, "{\"type\":\"barrier\",\"id\":\"" + barrier + "\"}");
    }
}
