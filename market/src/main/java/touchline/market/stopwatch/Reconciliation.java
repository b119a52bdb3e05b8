package touchline.market.stopwatch;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.instrument.InstrumentId;
import touchline.market.position.PositionId;

/**
 * Compares the watched positions with the stored ones. A barrier is published after each reading: once it is received, everything published before the
 * reading has been received, and a difference means a lost message. Not thread-safe.
 */
final class Reconciliation {
    /** A reading that takes longer has its barrier missed. */
    private static final long READING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private final String firstBarrier = UUID.randomUUID().toString();
    private final BookReader books;
    private final WatchedPositions watched;
    private final TickJudge judge;
    private final PositionLoader loader;
    private final StopWatchStats stats;
    private volatile long barrierNanos;
    private boolean caughtUp;
    private @Nullable Reading reading;

    /** A reading that another thread makes: a thousand instruments and some ten thousand ids take longer than a close may. */
    private record Reading(String barrier, CompletableFuture<BookReading> result) {}

    Reconciliation(
            BookReader books, WatchedPositions watched, TickJudge judge, PositionLoader loader, StopWatchStats stats) {
        this.books = books;
        this.watched = watched;
        this.judge = judge;
        this.loader = loader;
        this.stats = stats;
    }

    /** Publishes the first barrier, after everything is loaded. */
    void begin() {
        barrierNanos = System.nanoTime();
        books.publish(firstBarrier);
    }

    /** Whether everything that was published while the session loaded has been received. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    /** Reads the stored positions, to be compared when the barrier is received; does nothing while the last reading waits for its barrier. */
    void read() {
        if (reading == null) {
            watched.startRecordingRemovals();
            String barrier = UUID.randomUUID().toString();
            Map<Long, Integer> counts = watched.index().counts();
            barrierNanos = System.nanoTime() + READING_NANOS;
            reading = new Reading(
                    barrier, CompletableFuture.supplyAsync(() -> read(barrier, counts), Reconciliation::onThread));
        }
    }

    private BookReading read(String barrier, Map<Long, Integer> counts) {
        BookReading read = books.read(barrier, counts);
        barrierNanos = System.nanoTime();
        return read;
    }

    private static void onThread(Runnable reading) {
        Thread thread = new Thread(reading, "stopwatch-books");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Whether a barrier has not been received, so that messages are lost though the connection seems sound: it may lead to a Redis that is no longer the
     * primary.
     *
     * @param publishedBefore by {@link System#nanoTime}; later barriers may still be on their way
     * @throws CompletionException if the stored positions could not be read
     */
    boolean missesBarrierOf(long publishedBefore) {
        if (reading != null && reading.result().isCompletedExceptionally()) {
            reading.result().join(); // throws
        }
        return (!caughtUp || reading != null) && barrierNanos - publishedBefore < 0;
    }

    /** Notes a received barrier; returns the reading to compare now, or null. */
    @Nullable
    BookReading received(String barrier) {
        caughtUp |= barrier.equals(firstBarrier);
        Reading awaited = reading;
        if (awaited == null || !barrier.equals(awaited.barrier())) {
            return null;
        }
        reading = null;
        return awaited.result().join(); // the barrier was its last step
    }

    /** Judges the ticks that were missed. */
    void repairGaps(BookReading books) {
        books.seqs().forEach(judge::repairGap);
    }

    /** Watches stored positions that are not watched, and drops watched ones that are not stored. */
    void compare(BookReading books) {
        Map<InstrumentId, List<PositionId>> differing = new LinkedHashMap<>();
        books.open().forEach((instrument, open) -> {
            if (differs(instrument, open)) {
                differing.put(instrument, open.ids());
            }
        });
        if (!differing.isEmpty()) {
            Map<Long, Set<Long>> known = watched.idsOn(differing.keySet());
            differing.forEach((instrument, open) ->
                    compare(instrument, open, known.getOrDefault(instrument.value(), new HashSet<>())));
        }
    }

    /** Whether an instrument has a stored position that is not watched, though it was not removed since the reading, or a watched one that is not stored. */
    private boolean differs(InstrumentId instrument, BookReading.OpenIds open) {
        int watchedCount = watched.index().count(instrument.value());
        if (open.ids().size() == watchedCount
                && open.fingerprint() == watched.index().fingerprint(instrument.value())) {
            return false;
        }
        int stored = 0;
        for (PositionId id : open.ids()) {
            if (watched.index().isOn(instrument.value(), id.value())) {
                stored++;
            } else if (!watched.wasRemoved(id)) {
                return true;
            }
        }
        return stored != watchedCount;
    }

    private void compare(InstrumentId instrument, List<PositionId> open, Set<Long> notStored) {
        int unwatched = 0;
        for (PositionId id : open) {
            boolean expected = notStored.remove(id.value()) || watched.wasRemoved(id);
            unwatched += !expected && loader.reload(id) ? 1 : 0;
        }
        int closed = 0;
        for (long id : notStored) {
            closed += loader.reload(PositionId.of(id)) ? 0 : 1;
        }
        if (unwatched + closed > 0) {
            LOG.warn("event=reconciled instrument={} unwatched={} closed={}", instrument, unwatched, closed);
            stats.mended(unwatched + closed);
        }
    }
}
