package touchline.market.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    void write(Connection connection) throws SQLException {
        Rows rows = new Rows("bigint", "bigint", "bigint");
        nowCalled.forEach((key, now) -> rows.add(key.get(0), key.get(1), now));
        rows.execute(connection, """
                WITH gone AS (
                    DELETE FROM match_events o USING unnest(?, ?, ?) AS r (fixture_id, old_id, event_id)
                    WHERE o.fixture_id = r.fixture_id AND o.event_id = r.old_id
                    RETURNING o.fixture_id, r.event_id, o.first_at)
                UPDATE match_events n SET first_at = least(n.first_at, gone.first_at)
                FROM (SELECT fixture_id, event_id, min(first_at) AS first_at FROM gone GROUP BY 1, 2) AS gone
                WHERE n.fixture_id = gone.fixture_id AND n.event_id = gone.event_id
                """);
    }
}
