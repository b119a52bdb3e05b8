package touchline.api.subscriber;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import touchline.jobs.platform.node.Service;
import touchline.market.stopwatch.StopWatch;
import touchline.market.stopwatch.StopWatchStatus;

/** This node's StopWatch, which watches or waits for its turn, for as long as the node runs. */
public final class ManagedStopWatch extends HealthCheck implements Managed, Service {
    private final KeptAlive kept;
    private final Rate ticks = new Rate();
    private volatile @Nullable StopWatch current;

    /**
     * A StopWatch that does nothing until {@link #start}.
     *
     * @param anew makes one, for each start
     */
    public ManagedStopWatch(Supplier<StopWatch> anew) {
        kept = new KeptAlive(
                "stopwatch",
                () -> {
                    StopWatch stopWatch = anew.get();
                    current = stopWatch;
                    return new KeptAlive.Loops(List.of(stopWatch), stopWatch::close);
                },
                Duration.ofSeconds(5));
    }

    @Override
    public String name() {
        return "stopwatch";
    }

    @Override
    public void start() {
        kept.start();
    }

    @Override
    public void stop() throws InterruptedException {
        kept.stop();
    }

    @Override
    public void restart() throws InterruptedException {
        kept.restart();
    }

    @Override
    public Status status() {
        StopWatch stopWatch = current;
        if (stopWatch == null || !kept.isRunning()) {
            return new Status(State.STOPPED, "not running", StopWatch.LEASE, null, null, null, null);
        }
        StopWatchStatus status = stopWatch.status();
        Optional<KeptAlive.Death> death = kept.recentDeath();
        return new Status(
                state(status, death.isPresent()),
                words(status),
                StopWatch.LEASE,
                status.holder(),
                status.watching() ? status.lagMillis() : null,
                status.watching() ? ticks.of(status.ticks()) : null,
                death.map(died -> "its thread died: " + died.cause()).orElse(status.lastError()));
    }

    @Override
    protected Result check() {
        Status status = status();
        return status.state() == State.ACTIVE || status.state() == State.STANDBY
                ? Result.builder().healthy().withMessage(status.detail()).build()
                : Result.builder()
                        .unhealthy()
                        .withMessage(status.detail() + ": " + status.lastError())
                        .build();
    }

    private static State state(StopWatchStatus status, boolean diedJustNow) {
        if (status.failing() || diedJustNow) {
            return State.FAILING;
        }
        return status.watching() ? State.ACTIVE : State.STANDBY;
    }

    private static String words(StopWatchStatus status) {
        if (status.watching()) {
            String words = "watching " + status.open() + " positions, " + status.backlog() + " messages behind, "
                    + status.closes() + " closed";
            return status.mended() == 0 ? words : words + ", " + status.mended() + " differences with the books mended";
        }
        return status.failing() ? "tries again and again" : "another node's turn";
    }
}
