package touchline.market.recovery;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the book is, and therefore Redis at least.
 *
 * @param epoch of the market; null before it was opened for the first time
 * @param confirmation the number of the last comparison that opened the market on a Redis
 * @param server that was opened by it
 * @param highestId of orders, positions and requests
 * @param streams of the outbox
 */
record BookState(@Nullable Long epoch, long confirmation, String server, long highestId, Map<String, Applied> streams) {

    /** The last entry that is in the book, and its number; 0-0 and 0 where there is none. */
    record Applied(String lastId, long entry) {}

    /** Whether nothing was ever applied: the market was never opened, or not traded on yet. */
    boolean isUntouched() {
        return streams.values().stream().allMatch(stream -> stream.lastId().equals("0-0"));
    }
}
