package touchline.market.recovery;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The state of the book as a whole: its epoch, its offsets and its dead letters. */
final class BookStateRepository {
    private BookStateRepository() {}

    static BookState read(Handle book) {
        return read(book, "");
    }

    /** The same, and no entry is applied until the transaction ends. */
    static BookState readAndLock(Handle book) {
        return read(book, " ORDER BY stream FOR UPDATE");
    }

    private static BookState read(Handle book, String lock) {
        record Row(String stream, BookState.Applied applied, long confirmation, String server) {}
        List<Row> rows = book.createQuery(
                        "SELECT stream, last_id, written, confirmation, confirmed_server FROM outbox_offsets" + lock)
                .map((rs, ctx) -> new Row(
                        rs.getString("stream"),
                        new BookState.Applied(rs.getString("last_id"), rs.getLong("written")),
                        rs.getLong("confirmation"),
                        rs.getString("confirmed_server")))
                .list();
        Map<String, BookState.Applied> streams = new TreeMap<>();
        rows.forEach(row -> streams.put(row.stream(), row.applied()));
        Long epoch = book.createQuery("SELECT epoch FROM market_epoch")
                .mapTo(Long.class)
                .findOne()
                .orElse(null);
        long highestId = book.createQuery("""
                        SELECT coalesce(greatest((SELECT max(id) FROM orders), (SELECT max(id) FROM cfd_positions),
                                                 (SELECT max(id) FROM position_requests)), 0)
                        """).mapTo(Long.class).one();
        return new BookState(epoch, rows.get(0).confirmation(), rows.get(0).server(), highestId, streams);
    }

    /** Stores a comparison, by its number: from then on only what is read from that server is applied. */
    static void confirm(Handle book, long confirmation, String server) {
        book.createUpdate("UPDATE outbox_offsets SET confirmation = :confirmation, confirmed_server = :server")
                .bind("confirmation", confirmation)
                .bind("server", server)
                .execute();
    }

    /** Forgets a comparison that its server has refused for certain, so that it opened nothing. */
    static void forgetConfirmation(Handle book, long confirmation) {
        book.createUpdate("DELETE FROM market_confirmations WHERE number = :confirmation")
                .bind("confirmation", confirmation)
                .execute();
    }

    /** Whether a comparison after a number may have opened the market. */
    static boolean mayHaveOpenedSince(Handle book, long confirmation) {
        return book.createQuery("SELECT EXISTS (SELECT 1 FROM market_confirmations WHERE number > :confirmation)")
                .bind("confirmation", confirmation)
                .mapTo(Boolean.class)
                .one();
    }

    /** When Redis was last built from the book, or the market began; the epoch of the time before any. */
    static Instant builtAt(Handle book) {
        return book.createQuery("SELECT epoch FROM market_epoch")
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli)
                .orElse(Instant.EPOCH);
    }

    /** Gives the book its first epoch; an epoch that is there already stays. */
    static void insertEpoch(Jdbi jdbi, long epoch) {
        jdbi.useHandle(
                handle -> handle.createUpdate("INSERT INTO market_epoch (epoch) VALUES (:epoch) ON CONFLICT DO NOTHING")
                        .bind("epoch", epoch)
                        .execute());
    }

    /** Moves the epoch forward, and returns it. */
    static long advanceEpoch(Jdbi jdbi, long now) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "UPDATE market_epoch SET epoch = greatest(epoch + 1, :now) RETURNING epoch")
                .bind("now", now)
                .mapTo(Long.class)
                .one());
    }

    /** Begins a rebuild, which ends with {@link #endRebuild} or with the connection; false if another one runs. */
    static boolean beginRebuild(Handle book) {
        return book.createQuery("SELECT pg_try_advisory_lock(hashtext('rebuild'))")
                .mapTo(Boolean.class)
                .one();
    }

    static void endRebuild(Handle book) {
        book.execute("SELECT pg_advisory_unlock(hashtext('rebuild'))");
    }

    /** Marks all dead letters as resolved by a rebuild; returns how many were not. */
    static int resolveDeadLetters(Handle book, String operator) {
        return book.createUpdate("""
                        UPDATE outbox_dead_letters
                        SET resolved_at = now(), resolved_by = :operator, resolution = 'the market was rebuilt from the book without it'
                        WHERE resolved_at IS NULL
                        """).bind("operator", operator).execute();
    }
}
