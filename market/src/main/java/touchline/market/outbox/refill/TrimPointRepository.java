package touchline.market.outbox.refill;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Up to where a stream may be trimmed, so that a refill finds all that a standby may lack that is less than an hour behind. Flushers note the offset a minute or more apart, and the
 * notes are counted: no clock that is set, and no backlog that is applied at once after an outage, makes an entry look applied for longer than it is. Not thread-safe.
 */
public final class TrimPointRepository {
    /** So many notes back, a stream was applied an hour ago or earlier. */
    public static final int KEPT = 60;

    static final Duration APART = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final String stream;
    private final LongSupplier nanos;
    private long newest = -1;
    private long newestNanos;

    /**
     * The trim point of one stream.
     *
     * @param nanos a monotonic clock
     */
    public TrimPointRepository(Jdbi jdbi, String stream, LongSupplier nanos) {
        this.jdbi = jdbi;
        this.stream = stream;
        this.nanos = nanos;
    }

    /** Notes the offset if it is time to. Returns the id that was applied an hour ago or earlier; empty if no note is so old. */
    public Optional<String> next() {
        long number = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT coalesce(max(number), 0) FROM outbox_offset_notes WHERE stream = :stream")
                .bind("stream", stream)
                .mapTo(Long.class)
                .one());
        long now = nanos.getAsLong();
        if (number != newest) { // another flusher's, or the book has stepped back: its age is not known
            newest = number;
            newestNanos = now;
        } else if (now - newestNanos >= APART.toNanos()) {
            note(number + 1);
            newest = number + 1;
            newestNanos = now;
        }
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT last_id FROM outbox_offset_notes WHERE stream = :stream AND number = :number")
                .bind("stream", stream)
                .bind("number", newest - KEPT)
                .mapTo(String.class)
                .findOne());
    }

    private void note(long number) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO outbox_offset_notes (stream, number, last_id)
                            SELECT stream, :number, last_id FROM outbox_offsets WHERE stream = :stream ON CONFLICT DO NOTHING
                            """)
                    .bind("stream", stream)
                    .bind("number", number)
                    .execute();
            handle.createUpdate("DELETE FROM outbox_offset_notes WHERE stream = :stream AND number < :oldest")
                    .bind("stream", stream)
                    .bind("oldest", number - KEPT)
                    .execute();
        });
    }
}
