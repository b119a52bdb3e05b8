package touchline.market.stopwatch;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counters and state of the StopWatch; written by its thread, read by any. */
final class StopWatchStats {
    private final LongAdder ticks = new LongAdder();
    private final LongAdder closes = new LongAdder();
    private final LongAdder repaired = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final LongAdder mended = new LongAdder();
    private volatile int open;
    private volatile long lastTickAt;
    private volatile @Nullable String lastError;
    private volatile boolean failing;
    private volatile @Nullable String holder;

    void ticked(long at) {
        ticks.increment();
        lastTickAt = at;
    }

    void closed() {
        closes.increment();
    }

    void repaired(int missed) {
        repaired.add(missed);
    }

    void unreadable() {
        unreadable.increment();
    }

    void mended(int differences) {
        mended.add(differences);
    }

    void open(int positions) {
        open = positions;
    }

    /** Gives whether this is news: another error than before, or the first since it was well. */
    boolean failed(String error) {
        boolean isNew = !failing || !error.equals(lastError);
        lastError = error;
        failing = true;
        holder = null;
        return isNew;
    }

    /** All is well, and it is another's turn. */
    void waitsFor(@Nullable String otherHolder) {
        holder = otherHolder;
        failing = false;
    }

    /** All is well, and it is ours. */
    void watches(String ourselves) {
        holder = ourselves;
        failing = false;
    }

    StopWatchStatus status(boolean watching, int backlog, long lagMillis) {
        return new StopWatchStatus(
                watching,
                open,
                ticks.sum(),
                closes.sum(),
                repaired.sum(),
                unreadable.sum(),
                mended.sum(),
                backlog,
                lagMillis,
                lastTickAt,
                failing,
                lastError,
                holder);
    }
}
