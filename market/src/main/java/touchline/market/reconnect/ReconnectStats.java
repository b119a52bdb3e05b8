package touchline.market.reconnect;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import touchline.market.margin.ReplayLastSeen;

/** What a listener has done; written by its threads, read by anyone. */
final class ReconnectStats {
    private final LongAdder received = new LongAdder();
    private final LongAdder replayed = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder elsewhere = new LongAdder();
    private final LongAdder overflowed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private volatile @Nullable String lastError;

    void received() {
        received.increment();
    }

    void replayed(ReplayLastSeen.Replayed what) {
        replayed.increment();
        closed.add(what.closed());
    }

    void elsewhere() {
        elsewhere.increment();
    }

    void overflowed() {
        overflowed.increment();
    }

    void unreadable() {
        unreadable.increment();
    }

    void failed(String error) {
        failed.increment();
        lastError = error;
    }

    /** The subscription is open. */
    void well() {
        lastError = null;
    }

    ReconnectStatus status(boolean listening, ReconnectQueue queue) {
        return new ReconnectStatus(
                listening,
                queue.size(),
                queue.lagMillis(),
                received.sum(),
                replayed.sum(),
                closed.sum(),
                elsewhere.sum(),
                overflowed.sum(),
                failed.sum(),
                unreadable.sum(),
                lastError);
    }
}
