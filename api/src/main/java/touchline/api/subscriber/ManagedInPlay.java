package touchline.api.subscriber;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import touchline.jobs.platform.node.Service;
import touchline.market.inplay.InPlayLoop;
import touchline.market.inplay.InPlayStatus;

/** This node's part in executing what has waited out the in-play delay, for as long as the node runs. */
public final class ManagedInPlay extends HealthCheck implements Managed, Service {
    private final KeptAlive kept;
    private final Rate executed = new Rate();
    private volatile @Nullable InPlayLoop current;

    /**
     * A loop that does nothing until {@link #start}.
     *
     * @param anew makes one, for each start
     */
    public ManagedInPlay(Supplier<InPlayLoop> anew) {
        kept = new KeptAlive(
                "in-play",
                () -> {
                    InPlayLoop loop = anew.get();
                    current = loop;
                    return new KeptAlive.Loops(List.of(loop), loop::close);
                },
                Duration.ofSeconds(5));
    }

    @Override
    public String name() {
        return "in-play";
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
        InPlayLoop loop = current;
        if (loop == null || !kept.isRunning()) {
            return new Status(State.STOPPED, "not running", null, null, null, null, null);
        }
        InPlayStatus status = loop.status();
        String error = kept.recentDeath()
                .map(died -> "its thread died: " + died.cause())
                .or(() -> Optional.ofNullable(status.lastError()))
                .orElse(null);
        return new Status(
                error == null ? State.ACTIVE : State.FAILING,
                error == null ? words(status) : "tries again and again",
                null,
                null,
                status.lagMillis(),
                executed.of(status.executed()),
                error);
    }

    @Override
    protected Result check() {
        Status status = status();
        return status.state() == State.ACTIVE
                ? Result.builder().healthy().withMessage(status.detail()).build()
                : Result.builder()
                        .unhealthy()
                        .withMessage(status.detail() + ": " + status.lastError())
                        .build();
    }

    private static String words(InPlayStatus status) {
        return status.waiting() + " wait, " + status.executed() + " executed, " + status.rejected()
                + " of them rejected, " + status.thawed() + " thawed";
    }
}
