package touchline.market.spinner;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What a week's standings can still change by, although the flusher has passed it. Thread-safe. */
final class BookGapQuery {
    private final Jdbi jdbi;

    BookGapQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** When the oldest trade was made that the book could not take, and that is not resolved; empty if there is none. */
    Optional<Instant> oldestDeadLetter() {
        return time("""
                SELECT to_timestamp(min(substring(outbox_id from '^[0-9]{1,15}')::bigint) / 1000.0) AS at
                FROM outbox_dead_letters WHERE stream = 'outbox:trades' AND resolved_at IS NULL
                """);
    }

    /** When the oldest cancellation of a close was approved that is not executed; it counts in the week of its approval. Empty if there is none. */
    Optional<Instant> oldestPendingCancellation() {
        return time("SELECT min(decided_at) AS at FROM corrections WHERE kind = 'CANCEL_CLOSE' AND state = 'APPROVED'");
    }

    private Optional<Instant> time(String sql) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .map((rs, ctx) -> Optional.ofNullable(rs.getTimestamp("at")).map(Timestamp::toInstant))
                .one());
    }
}
