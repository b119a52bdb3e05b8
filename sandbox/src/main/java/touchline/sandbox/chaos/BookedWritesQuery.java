package touchline.sandbox.chaos;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Reads the writes of traders from the book. */
final class BookedWritesQuery {
    private final Jdbi jdbi;

    BookedWritesQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    BookedWrites of(String user) {
        return new BookedWrites(
                times("SELECT id, at FROM orders WHERE user_id = :user AND source = 'USER'", user),
                times("SELECT id, opened_at FROM cfd_positions WHERE user_id = :user", user),
                times("SELECT id, closed_at FROM cfd_positions WHERE user_id = :user AND close_reason = 'USER'", user));
    }

    private Map<Long, Instant> times(String sql, String user) {
        return jdbi.withHandle(handle -> {
            Map<Long, Instant> times = new HashMap<>();
            handle.createQuery(sql)
                    .bind("user", user)
                    .map((row, context) ->
                            Map.entry(row.getLong(1), row.getTimestamp(2).toInstant()))
                    .forEach(each -> times.put(each.getKey(), each.getValue()));
            return times;
        });
    }
}
