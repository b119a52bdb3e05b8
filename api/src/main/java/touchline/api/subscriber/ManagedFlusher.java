package touchline.api.subscriber;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import touchline.jobs.platform.node.Service;
import touchline.market.outbox.Flusher;

/** The flusher, for as long as the process runs. */
public final class ManagedFlusher extends HealthCheck implements Managed, Service {
    private final KeptAlive kept;
    private final Rate entries = new Rate();
    private volatile @Nullable Flusher current;

    /**
     * A flusher that does nothing until {@link #start}.
     *
     * @param anew makes one, for each start
     */
    public ManagedFlusher(Supplier<Flusher> anew) {
        kept = new KeptAlive(
                "flusher",
                () -> {
                    Flusher flusher = anew.get();
                    current = flusher;
                    return new KeptAlive.Loops(flusher.loops(), flusher::close);
                },
                Duration.ofSeconds(15));
    }

    @Override
    public String name() {
        return "flusher";
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
        Flusher flusher = current;
        if (flusher == null || !kept.isRunning()) {
            return new Status(State.STOPPED, "not running", null, null, null, null, null);
        }
        String error = kept.recentDeath()
                .map(died -> "its thread died: " + died.cause())
                .or(() -> Optional.ofNullable(flusher.lastError()))
                .orElse(null);
        return new Status(
                error == null ? State.ACTIVE : State.FAILING,
                error == null ? flusher.applied() + " entries applied" : "tries again and again",
                null,
                null,
                flusher.lagMillis(),
                entries.of(flusher.applied()),
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
}
