package touchline.market.retention;

import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** The oldest open position on each instrument. Thread-safe. */
final class OldestPositionQuery {
    private final Jdbi jdbi;

    OldestPositionQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Instrument to the time at which the position was opened, in ms since the epoch. */
    Map<String, Long> openedByInstrument() {
        return jdbi.withHandle(book -> book.createQuery("""
                        SELECT instrument_id::text AS instrument, (extract(epoch FROM min(opened_at)) * 1000)::bigint AS opened
                        FROM cfd_positions WHERE closed_at IS NULL GROUP BY instrument_id
                        """).reduceRows(new HashMap<String, Long>(), (found, row) -> {
            found.put(row.getColumn("instrument", String.class), row.getColumn("opened", Long.class));
            return found;
        }));
    }
}
