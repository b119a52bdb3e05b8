package touchline.api.subscriber;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import touchline.jobs.platform.node.Service;
import touchline.market.reconnect.ReconnectListener;
import touchline.market.reconnect.ReconnectStatus;

/** This node's ear for users who come back, for as long as the node runs. */
public final class ManagedReconnects extends HealthCheck implements Managed, Service {
    private final KeptAlive kept;
    private final Rate replays = new Rate();
    private volatile @Nullable ReconnectListener current;

    /**
     * A listener that does nothing until {@link #start}.
     *
     * @param anew makes one, for each start
     */
    public ManagedReconnects(Supplier<ReconnectListener> anew) {
        kept = new KeptAlive(
                "reconnect",
                () -> {
                    ReconnectListener listener = anew.get();
                    current = listener;
                    return new KeptAlive.Loops(List.of(listener), listener::close);
                },
                Duration.ofSeconds(5));
    }

    @Override
    public String name() {
        return "reconnect";
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
        ReconnectListener listener = current;
        if (listener == null || !kept.isRunning()) {
            return new Status(State.STOPPED, "not running", null, null, null, null, null);
        }
        ReconnectStatus status = listener.status();
        Optional<KeptAlive.Death> death = kept.recentDeath();
        return new Status(
                status.listening() && death.isEmpty() ? State.ACTIVE : State.FAILING,
                words(status),
                null,
                null,
                status.lagMillis(),
                replays.of(status.replayed()),
                death.map(died -> "its thread died: " + died.cause()).orElse(status.lastError()));
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

    private static String words(ReconnectStatus status) {
        if (!status.listening()) {
            return "tries again and again";
        }
        String done = status.waiting() + " wait, " + status.replayed() + " replayed, " + status.closed() + " closed";
        return status.overflowed() == 0 ? done : done + ", " + status.overflowed() + " left to the sweeper";
    }
}
