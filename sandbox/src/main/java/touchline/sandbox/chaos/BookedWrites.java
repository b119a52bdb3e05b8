package touchline.sandbox.chaos;

import java.time.Instant;
import java.util.Map;

/**
 * What the book says of one trader.
 *
 * @param orders time of each order by its id
 * @param opened time of each opening by the position's id
 * @param closed time of each close by the position's id
 */
record BookedWrites(Map<Long, Instant> orders, Map<Long, Instant> opened, Map<Long, Instant> closed) {}
