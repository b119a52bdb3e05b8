package touchline.api.subscriber;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.node.Service;

/**
 * Something that runs for as long as the process does: begun anew when a thread of it dies or an operator wants it, and asked by operators and by health how it does.
 *
 * @param <T> what runs
 */
abstract class SupervisedService<T> extends HealthCheck implements Managed, Service {
    private final String name;
    private final ThreadSupervisor kept;
    private volatile @Nullable T current;

    /**
     * Nothing runs before {@link #start}.
     *
     * @param anew makes what runs, for each start
     * @param loops what of it is to be run, and how it is ended
     * @param patience how long it may take to end
     */
    SupervisedService(String name, Supplier<T> anew, Function<T, ThreadSupervisor.Loops> loops, Duration patience) {
        this(name, anew, loops, patience, ThreadSupervisor.REMEMBERED);
    }

    /** The same, with another time for which a death of a thread is a failure. */
    SupervisedService(
            String name,
            Supplier<T> anew,
            Function<T, ThreadSupervisor.Loops> loops,
            Duration patience,
            Duration remembered) {
        this.name = name;
        this.kept = new ThreadSupervisor(
                name,
                () -> {
                    T running = anew.get();
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
     * How what runs does.
     *
     * @param death of a thread of it, just now; null where there was none
     */
    abstract Status status(T running, @Nullable String death);

    /** Under which it acts alone in the cluster; null where every node's does. */
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
