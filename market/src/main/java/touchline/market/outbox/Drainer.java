package touchline.market.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.XTrimParams;
import touchline.market.key.Keys;
import touchline.market.outbox.entry.EncodedEntry;
import touchline.market.outbox.entry.UnknownEntryTypeException;
import touchline.market.outbox.entry.UnreadableEntryException;
import touchline.market.outbox.refill.BookGapException;
import touchline.market.outbox.refill.BookRefillRepository;
import touchline.market.outbox.refill.PublishedOffset;
import touchline.market.outbox.refill.TrimPointRepository;

/**
 * Applies one stream to the book, in order and exactly once: a batch and the move of the offset from the id that was read are one
 * transaction, and where the offset is no longer there nothing happens, nor where the entries were read from another Redis than the one that was opened last. So neither a crash nor a second drainer can lose or double an entry.
 */
final class Drainer {
    private static final Logger LOG = LoggerFactory.getLogger(Drainer.class);
    private static final long PUBLISH_NANOS = 500_000_000;

    private final OutboxStream stream;
    private final UnifiedJedis redis;
    private final Jdbi jdbi;
    private final OutboxOffsetRepository offsets;
    private final ReadAhead waiting;
    private final BookRefillRepository refills;
    private final TrimPointRepository trimPoints;
    private final LongAdder applied = new LongAdder();
    private volatile long oldestWaiting;
    private long publishedNanos = System.nanoTime() - PUBLISH_NANOS;
    private @Nullable String written;
    private String seen = "";

    Drainer(OutboxStream stream, UnifiedJedis redis, Jdbi jdbi, int batchSize) {
        this(stream, redis, jdbi, batchSize, System::nanoTime);
    }

    /**
     * A drainer that trims by a monotonic clock.
     *
     * @param nanos the clock
     */
    Drainer(OutboxStream stream, UnifiedJedis redis, Jdbi jdbi, int batchSize, LongSupplier nanos) {
        this.stream = stream;
        this.redis = redis;
        this.jdbi = jdbi;
        this.offsets = new OutboxOffsetRepository(jdbi);
        this.waiting = new ReadAhead(redis, stream, batchSize);
        this.refills = new BookRefillRepository(redis, jdbi);
        this.trimPoints = new TrimPointRepository(jdbi, stream.key(), nanos);
    }

    /** What came of one attempt. */
    enum Drained {
        /** Nothing waits. */
        EMPTY,
        /** A batch was applied. */
        APPLIED,
        /** Another drainer has moved the offset meanwhile; nothing was done. */
        OVERTAKEN
    }

    /**
     * Applies the next batch, if anything waits.
     *
     * @throws DataLossException if the stream ends before the offset
     * @throws BookGapException if the book has lost entries that the stream no longer has
     * @throws UnknownEntryTypeException if the next entry is a newer version's
     * @throws IllegalStateException if this Redis was not compared with the book ({@code Epoch})
     */
    Drained drain() throws SQLException {
        OutboxOffsetRepository.Offset at = offsets.offset(stream.key());
        String offset = at.lastId();
        if (!offset.equals(seen)) { // moved by another drainer, or stepped back with the book
            refills.check(stream.key(), offset);
            seen = offset;
        }
        ReadAhead.Chunk chunk = waiting.after(offset);
        if (chunk.confirmation() != at.confirmation()) {
            throw new IllegalStateException(
                    "Redis is not the one that was compared with the book last: nothing is applied until it is");
        }
        List<EncodedEntry> entries = chunk.entries();
        if (entries.isEmpty()) {
            oldestWaiting = 0;
            checkNothingIsLost(offset);
            if (System.nanoTime() - publishedNanos > PUBLISH_NANOS) {
                publish(offset); // again, as a slower drainer may have published a lower one
            }
            return Drained.EMPTY;
        }
        oldestWaiting = new StreamEntryID(entries.get(0).id()).getTime();
        long highest = chunk.highest();
        if (chunk.batch() == null) {
            entries = stream.known(entries);
            highest = entries.stream().mapToLong(EncodedEntry::number).max().orElse(0);
        }
        String last = entries.get(entries.size() - 1).id();
        OutboxOffsetRepository.AppliedBatch applying =
                new OutboxOffsetRepository.AppliedBatch(last, entries.size(), highest);
        try (Handle handle = jdbi.open()) {
            Connection connection = handle.getConnection();
            connection.setAutoCommit(false);
            try {
                // First, as it locks the row: a second drainer waits here, and then finds the offset moved.
                if (!OutboxOffsetRepository.move(handle, stream.key(), at, applying)) {
                    rollBack(connection);
                    return Drained.OVERTAKEN;
                }
                apply(connection, entries, chunk.batch());
                connection.commit();
                connection.setAutoCommit(true);
            } catch (SQLException | RuntimeException | Error e) {
                try {
                    rollBack(connection);
                } catch (SQLException alsoFailed) { // often for the same reason, which e names
                    e.addSuppressed(alsoFailed);
                }
                throw e;
            }
        }
        applied.add(entries.size());
        seen = last;
        publish(last);
        return Drained.APPLIED;
    }

    /**
     * Whether to drain again after nothing waited: scripts have appended entries since the last call, or the last publication is half a second ago. Asks Redis
     * for one number, so that an idle market costs little.
     */
    boolean isDue() {
        String before = written;
        written = redis.hget(Keys.OUTBOX_WRITTEN, stream.key());
        return !Objects.equals(written, before) || System.nanoTime() - publishedNanos > PUBLISH_NANOS;
    }

    /** Entries that this drainer has applied. */
    long applied() {
        return applied.sum();
    }

    /** When the oldest entry that waited was written, as last looked, ms since the epoch; 0 where none did. */
    long oldestWaiting() {
        return oldestWaiting;
    }

    /** Drops what was applied more than an hour ago: a book that fails over to a standby that lags finds the rest here. To be called every few seconds. */
    void trim() {
        trimPoints
                .next()
                .ifPresent(oldest -> redis.xtrim(
                        stream.key(), XTrimParams.xTrimParams().minId(oldest).approximateTrimming()));
    }

    /** Publishes the offset to the scripts, after the commit, so that it is never ahead of the book. After a crash the next drainer publishes it. */
    private void publish(String offset) {
        PublishedOffset.write(redis, stream.key(), offset);
        publishedNanos = System.nanoTime();
    }

    /** Rolls back before the connection commits by itself again, which would commit what is half done. */
    private static void rollBack(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    /** Applies all of them; halves what fails until the poison is alone, and puts that aside. */
    private void apply(Connection connection, List<EncodedEntry> entries, OutboxStream.@Nullable Batch ready)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            (ready == null ? batch(entries) : ready).write(connection);
            connection.releaseSavepoint(before);
        } catch (Unfit | SQLException e) {
            if (e instanceof SQLException sql && !isPoison(sql)) {
                throw sql;
            }
            connection.rollback(before);
            if (entries.size() == 1) {
                putAside(connection, entries.get(0), String.valueOf(e.getMessage()));
            } else {
                int half = entries.size() / 2;
                apply(connection, entries.subList(0, half), null);
                apply(connection, entries.subList(half, entries.size()), null);
            }
        }
    }

    /** An entry that can't be converted into rows: unreadable, an overflow, or a bug. Nothing was written yet, so the entry is at fault. */
    private static final class Unfit extends Exception {
        Unfit(RuntimeException why) {
            super(why instanceof UnreadableEntryException ? why.getMessage() : why.toString(), why, false, false);
        }
    }

    private OutboxStream.Batch batch(List<EncodedEntry> entries) throws Unfit {
        OutboxStream.Batch batch = stream.newBatch();
        try {
            entries.forEach(batch::add);
        } catch (RuntimeException e) {
            throw new Unfit(e);
        }
        return batch;
    }

    /** True for bad data (22) and violated constraints (23), which fail again at each attempt. All other failures are the database's, and are retried. */
    private static boolean isPoison(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private void putAside(Connection connection, EncodedEntry entry, String error) throws SQLException {
        LOG.error("{} {} can't be applied and is put aside: {}", stream.key(), entry.id(), error);
        OutboxOffsetRepository.insertDeadLetter(connection, stream.key(), entry, error);
    }

    private void checkNothingIsLost(String offset) {
        StreamEntryID applied = new StreamEntryID(offset);
        StreamEntryID newest = OutboxLags.newest(redis, stream.key());
        if (newest.compareTo(applied) < 0) {
            throw new DataLossException(stream.key() + " ends at " + newest + ", but the book has applied " + applied
                    + ": Redis has lost data. Run 'touchline hydrate config.yml --force'.");
        }
    }
}
