package touchline.market.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import touchline.market.outbox.entry.EncodedEntry;
import touchline.market.outbox.row.Rows;

/** How far the book has applied each stream, and what it could not apply. Thread-safe. */
final class OutboxOffsetRepository {
    private final Jdbi jdbi;

    OutboxOffsetRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The last id that is in the book, and the number of the comparison by which the Redis was opened that may be applied. */
    record Offset(String lastId, long confirmation) {}

    /** The last id that is in the book, the entries that were applied, and the dead letters that are not resolved. */
    record Applied(String lastId, long entries, long deadLetters) {}

    /** The entries of a batch: the last one's id, how many there are, and the highest number among them. */
    record AppliedBatch(String lastId, int entries, long highestNumber) {}

    Offset offset(String stream) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT last_id, confirmation FROM outbox_offsets WHERE stream = :stream")
                        .bind("stream", stream)
                        .map((rs, ctx) -> new Offset(rs.getString("last_id"), rs.getLong("confirmation")))
                        .one());
    }

    Applied applied(String stream) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT last_id, applied,
                               (SELECT count(*) FROM outbox_dead_letters d
                                WHERE d.stream = o.stream AND d.resolved_at IS NULL) AS dead_letters
                        FROM outbox_offsets o WHERE stream = :stream
                        """)
                .bind("stream", stream)
                .map((rs, ctx) ->
                        new Applied(rs.getString("last_id"), rs.getLong("applied"), rs.getLong("dead_letters")))
                .one());
    }

    /** Moves the offset in the transaction of a batch; false if it is no longer where it was read. */
    static boolean move(Handle handle, String stream, Offset from, AppliedBatch batch) {
        return handle.createUpdate("""
                                UPDATE outbox_offsets SET last_id = :to, applied = applied + :applied,
                                       written = greatest(written, :written), updated_at = now()
                                WHERE stream = :stream AND last_id = :from AND confirmation = :confirmation
                                """)
                        .bind("stream", stream)
                        .bind("from", from.lastId())
                        .bind("confirmation", from.confirmation())
                        .bind("to", batch.lastId())
                        .bind("applied", batch.entries())
                        .bind("written", batch.highestNumber())
                        .execute()
                == 1;
    }

    /** Stores an entry that can't be applied, in the transaction of its batch. */
    static void insertDeadLetter(Connection connection, String stream, EncodedEntry entry, String error)
            throws SQLException {
        Rows letter = new Rows("text", "text", "text", "text");
        letter.add(stream, entry.id(), entry.json(), EncodedEntry.storable(error));
        letter.execute(connection, """
                INSERT INTO outbox_dead_letters (stream, outbox_id, entry, error)
                SELECT stream, id, entry::jsonb, error FROM unnest(?, ?, ?, ?) AS new (stream, id, entry, error)
                """);
    }
}
