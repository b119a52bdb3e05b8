package touchline.api.subscriber;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import touchline.market.stopwatch.StopWatch;
import touchline.market.stopwatch.StopWatchStatus;

/** This node's StopWatch, which watches or waits for its turn, for as long as the node runs. */
final class ManagedStopWatch extends SupervisedService<StopWatch> {
    private final Rate ticks = new Rate();

    /**
     * A StopWatch that does nothing until {@link #start}.
     *
     * @param factory creates one for each start
     */
    ManagedStopWatch(Supplier<StopWatch> factory) {
        this(factory, ThreadSupervisor.REMEMBERED);
    }

    ManagedStopWatch(Supplier<StopWatch> factory, Duration remembered) {
        super(
                "stopwatch",
                factory,
                stopWatch -> new ThreadSupervisor.Loops(List.of(stopWatch), stopWatch::close),
                Duration.ofSeconds(5),
                remembered);
    }

    @Override
    String lease() {
        return StopWatch.LEASE;
    }

    @Override
    Status status(StopWatch stopWatch, @Nullable String death) {
        StopWatchStatus status = stopWatch.status();
        return new Status(
                state(status, death != null),
                words(status),
                StopWatch.LEASE,
                status.holder(),
                status.watching() ? status.lagMillis() : null,
                status.watching() ? ticks.of(status.ticks()) : null,
                death == null ? status.lastError() : death);
    }

    private static State state(StopWatchStatus status, boolean diedJustNow) {
        if (status.failing() || diedJustNow) {
            return State.FAILING;
        }
        return status.watching() ? State.ACTIVE : State.STANDBY;
    }

    private static String words(StopWatchStatus status) {
        if (status.watching()) {
            String words = "watching " + Plurals.of(status.open(), "position", "positions") + ", "
                    + Plurals.of(status.backlog(), "message", "messages") + " behind, "
                    + status.closes() + " closed";
            return status.mended() == 0
                    ? words
                    : words + ", " + Plurals.of(status.mended(), "difference", "differences")
                            + " with the books mended";
        }
        return status.failing() ? "tries again and again" : "another node's turn";
    }
}
