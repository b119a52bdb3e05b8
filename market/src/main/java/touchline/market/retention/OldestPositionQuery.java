package touchline.market.retention;

import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** The oldest open position and the oldest resting order of each instrument. Thread-safe. */
final class OldestPositionQuery {
    private final Jdbi jdbi;

    OldestPositionQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Instrument to the time from which on ticks may trigger an order that rests, in ms since the epoch. */
    Map<String, Long> restingByInstrument() {
        return byInstrument("""
                SELECT instrument_id::text AS instrument, (extract(epoch FROM min(at)) * 1000)::bigint AS since
                FROM (SELECT instrument_id, at FROM orders WHERE state IN ('WORKING', 'TRIGGERED')
                      UNION ALL SELECT instrument_id, at FROM position_requests WHERE state IN ('WORKING', 'TRIGGERED')) AS resting
                GROUP BY instrument_id
                """);
    }

    /** Instrument to the time at which the position was opened, in ms since the epoch. */
    Map<String, Long> openedByInstrument() {
        return byInstrument("""
                SELECT instrument_id::text AS instrument, (extract(epoch FROM min(opened_at)) * 1000)::bigint AS since
                FROM cfd_positions WHERE closed_at IS NULL GROUP BY instrument_id
                """);
    }

    private Map<String, Long> byInstrument(String sql) {
        return jdbi.withHandle(book -> book.createQuery(sql).reduceRows(new HashMap<String, Long>(), (found, row) -> {
            found.put(row.getColumn("instrument", String.class), row.getColumn("since", Long.class));
            return found;
        }));
    }
}
