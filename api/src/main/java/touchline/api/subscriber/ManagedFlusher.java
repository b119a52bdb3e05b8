package touchline.api.subscriber;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import touchline.market.outbox.Flusher;

/** The flusher, for as long as the process runs. */
public final class ManagedFlusher extends SupervisedService<Flusher> {
    private final Rate entries = new Rate();

    /**
     * A flusher that does nothing until {@link #start}.
     *
     * @param factory creates one for each start
     */
    public ManagedFlusher(Supplier<Flusher> factory) {
        this(factory, ThreadSupervisor.REMEMBERED);
    }

    ManagedFlusher(Supplier<Flusher> factory, Duration remembered) {
        super(
                "flusher",
                factory,
                flusher -> new ThreadSupervisor.Loops(flusher.loops(), flusher::close),
                Duration.ofSeconds(4),
                remembered);
    }

    @Override
    Status status(Flusher flusher, @Nullable String death) {
        String error = death == null ? flusher.lastError() : death;
        return new Status(
                error == null ? State.ACTIVE : State.FAILING,
                error == null
                        ? Plurals.of(flusher.applied(), "entry", "entries") + " applied"
                        : "tries again and again",
                null,
                null,
                flusher.lagMillis(),
                entries.of(flusher.applied()),
                error);
    }
}
