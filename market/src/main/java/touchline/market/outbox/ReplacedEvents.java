package touchline.market.outbox;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import touchline.market.outbox.row.Rows;

/** The match events of a batch that have a new id: the row of the old id is deleted, and the new one keeps the time at which the event was first seen. */
final class ReplacedEvents {
    /** (fixture, old id) to the id under which it goes on. */
    private final Map<List<Long>, Long> nowCalled = new LinkedHashMap<>();

    /** Notes that an id is in use again. */
    void inUse(long fixture, long event) {
        nowCalled.remove(List.of(fixture, event));
    }

    void replaced(long fixture, long old, long event) {
        nowCalled.replaceAll((key, now) -> key.get(0) == fixture && now == old ? event : now);
        nowCalled.put(List.of(fixture, old), event);
    }

    /** After the events of the batch are written. */
    void write(TickRepository repository) throws SQLException {
        Rows rows = new Rows("bigint", "bigint", "bigint");
        nowCalled.forEach((key, now) -> rows.add(key.get(0), key.get(1), now));
        repository.mergeReplacedEvents(rows);
    }
}
