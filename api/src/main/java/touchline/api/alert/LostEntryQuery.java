package touchline.api.alert;

import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.generic.GenericType;

/** Reads the report of entries of the outbox that neither store has. */
final class LostEntryQuery {
    private final Jdbi jdbi;

    LostEntryQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The number of entries that were found lost within the last day, by stream. */
    Map<String, Long> ofTheLastDay() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT stream, count(*) AS entries FROM lost_entries
                        WHERE found_at > now() - interval '1 day' GROUP BY stream
                        """)
                .setMapKeyColumn("stream")
                .setMapValueColumn("entries")
                .collectInto(new GenericType<Map<String, Long>>() {}));
    }
}
