package touchline.market.recovery;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * How far the book is, and therefore Redis at least.
 *
 * @param epoch of the market; null before it was opened for the first time
 * @param confirmation the number of the last comparison that opened the market on a Redis
 * @param server that was opened by it
 * @param highestId of orders, positions and requests
 * @param streams of the outbox
 */
record BookState(@Nullable Long epoch, long confirmation, String server, long highestId, Map<String, Applied> streams) {

    /** The last entry that is in the book, and its number; 0-0 and 0 where there is none. */
    record Applied(String lastId, long entry) {}

    static BookState read(Handle book) {
        return read(book, "");
    }

    /** The same, and no entry is applied until the transaction ends. */
    static BookState readAndLock(Handle book) {
        return read(book, " ORDER BY stream FOR UPDATE");
    }

    private static BookState read(Handle book, String lock) {
        record Row(String stream, Applied applied, long confirmation, String server) {}
        List<Row> rows = book.createQuery(
                        "SELECT stream, last_id, written, confirmation, confirmed_server FROM outbox_offsets" + lock)
                .map((rs, ctx) -> new Row(
                        rs.getString("stream"),
                        new Applied(rs.getString("last_id"), rs.getLong("written")),
                        rs.getLong("confirmation"),
                        rs.getString("confirmed_server")))
                .list();
        Map<String, Applied> streams = new TreeMap<>();
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

    /** Notes a comparison, by its number: from then on only what is read from that server is applied. */
    static void confirm(Handle book, long confirmation, String server) {
        book.createUpdate("UPDATE outbox_offsets SET confirmation = :confirmation, confirmed_server = :server")
                .bind("confirmation", confirmation)
                .bind("server", server)
                .execute();
    }

    /** Whether nothing was ever applied: the market was never opened, or not traded on yet. */
    boolean isUntouched() {
        return streams.values().stream().allMatch(stream -> stream.lastId().equals("0-0"));
    }
}
