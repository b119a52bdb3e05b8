package touchline.api.subscriber;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.node.Service;

/**
 * A service that runs as long as the process. It is restarted when one of its threads dies or an operator restarts it, and reports its status to operators and health checks.
 *
 * @param <T> the service
 */
abstract class SupervisedService<T> extends HealthCheck implements Managed, Service {
    private static final Duration HAND_OVER = Duration.ofSeconds(2);

    private final String name;
    private final ThreadSupervisor kept;
    private volatile @Nullable T current;

    /**
     * Nothing runs before {@link #start}.
     *
     * @param factory creates the service for each start
     * @param loops the loops of the service, and how to end them
     * @param patience time that it has to end
     */
    SupervisedService(String name, Supplier<T> factory, Function<T, ThreadSupervisor.Loops> loops, Duration patience) {
        this(name, factory, loops, patience, ThreadSupervisor.REMEMBERED);
    }

    /** Sets how long the death of a thread counts as a failure. */
    SupervisedService(
            String name,
            Supplier<T> factory,
            Function<T, ThreadSupervisor.Loops> loops,
            Duration patience,
            Duration remembered) {
        this.name = name;
        this.kept = new ThreadSupervisor(
                name,
                () -> {
                    T running = factory.get();
                    current = running;
                    return loops.apply(running);
                },
                patience,
                remembered);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void start() {
        kept.start();
    }

    @Override
    public final void stop() throws InterruptedException {
        kept.stop();
    }

    @Override
    public final void restart() throws InterruptedException {
        kept.restart();
    }

    /** Another node that waits asks for the lease four times a second. */
    @Override
    public final void handOver() throws InterruptedException {
        kept.stop();
        try {
            if (lease() != null) {
                Thread.sleep(HAND_OVER.toMillis());
            }
        } finally {
            kept.start();
        }
    }

    @Override
    public final Status status() {
        T running = current;
        return running == null || !kept.isRunning()
                ? new Status(State.STOPPED, "not running", lease(), null, null, null, null)
                : status(
                        running,
                        kept.recentDeath()
                                .map(died -> "its thread died: " + died.cause())
                                .orElse(null));
    }

    /**
     * The status of the running service.
     *
     * @param death the cause of a recent death of one of its threads; null if there was none
     */
    abstract Status status(T running, @Nullable String death);

    /** The lease that makes it the only one in the cluster; null if it runs on every node. */
    @Nullable
    String lease() {
        return null;
    }

    @Override
    protected final Result check() {
        Status status = status();
        return status.state() == State.ACTIVE || status.state() == State.STANDBY
                ? Result.builder().healthy().withMessage(status.detail()).build()
                : Result.builder()
                        .unhealthy()
                        .withMessage(status.detail() + ": " + status.lastError())
                        .build();
    }
}
