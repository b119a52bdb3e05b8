package touchline.market.outbox.refill;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.outbox.entry.EncodedEntry;

/**
 * Notices that the book has lost entries which were applied: after a fail-over to a standby that lagged, the offset has stepped back with the book. The stream keeps
 * an hour of applied entries, so they are applied again from there. Thread-safe.
 */
public final class BookRefillRepository {
    private static final Logger LOG = LoggerFactory.getLogger(BookRefillRepository.class);

    private final UnifiedJedis redis;
    private final Jdbi jdbi;

    public BookRefillRepository(UnifiedJedis redis, Jdbi jdbi) {
        this.redis = redis;
        this.jdbi = jdbi;
    }

    /** Entries of both streams that were applied again since the market began. */
    public long total() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT coalesce(sum(refilled), 0) FROM outbox_offsets")
                .mapTo(Long.class)
                .one());
    }

    /**
     * Compares the book's offset with the one that was published last, and counts what lies between them, once in the cluster.
     *
     * @param offset as the book has it now
     * @throws BookGapException if the stream lacks some of what the book has lost
     */
    public void check(String stream, String offset) {
        String published = PublishedOffset.read(redis, stream).orElse(null);
        if (published == null || new StreamEntryID(offset).compareTo(new StreamEntryID(published)) >= 0) {
            return;
        }
        Applied book = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT last_id, applied, written FROM outbox_offsets WHERE stream = :stream")
                .bind("stream", stream)
                .map((rs, ctx) -> new Applied(rs.getString("last_id"), rs.getLong("applied"), rs.getLong("written")))
                .one());
        if (!book.lastId().equals(offset)) {
            return; // another flusher goes on
        }
        long first = number(redis.xrange(stream, "(" + offset, "+", 1));
        if (!follows(stream, book, first)) {
            throw new BookGapException("Postgres has lost entries of " + stream + " after " + offset
                    + " that Redis no longer keeps (it begins at entry " + first
                    + "): restore a newer backup of Postgres, or rebuild it (docs/deploy.md)");
        }
        long lost = Math.max(1, number(redis.xrange(stream, published, published, 1)) - first + 1);
        if (note(stream, offset, published, lost)) {
            LOG.warn(
                    "Postgres has lost entries in a fail-over, writing them again: stream={} entries={} after={} to={}",
                    stream,
                    lost,
                    offset,
                    published);
        }
    }

    private record Applied(String lastId, long entries, long number) {}

    /** Whether the stream goes on where the book ends: it still has the book's last entry, or begins with the one after it. */
    private boolean follows(String stream, Applied book, long first) {
        return first == book.number() + 1
                || first == Math.max(book.entries(), book.number()) + 1 // as a rebuilt Redis counts
                || !redis.xrange(stream, book.lastId(), book.lastId(), 1).isEmpty();
    }

    /** False if it was noted, or if the book has moved on: then nothing was lost. */
    private boolean note(String stream, String offset, String published, long lost) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE outbox_offsets SET refilled = refilled + :lost, refilled_to = :published, refilled_at = now()
                        WHERE stream = :stream AND last_id = :offset AND refilled_to IS DISTINCT FROM :published
                        """)
                        .bind("stream", stream)
                        .bind("offset", offset)
                        .bind("published", published)
                        .bind("lost", lost)
                        .execute())
                == 1;
    }

    /** 0 if there is none, or if another program wrote it. */
    private static long number(List<StreamEntry> entries) {
        return entries.isEmpty()
                ? 0
                : new EncodedEntry(
                                entries.get(0).getID().toString(),
                                entries.get(0).getFields())
                        .number();
    }
}
