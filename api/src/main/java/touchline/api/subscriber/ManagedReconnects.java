package touchline.api.subscriber;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import touchline.market.reconnect.ReconnectListener;
import touchline.market.reconnect.ReconnectStatus;

/** This node's ear for users who come back, for as long as the node runs. */
final class ManagedReconnects extends SupervisedService<ReconnectListener> {
    private final Rate replays = new Rate();

    /**
     * A listener that does nothing until {@link #start}.
     *
     * @param factory creates one for each start
     */
    ManagedReconnects(Supplier<ReconnectListener> factory) {
        super(
                "reconnect",
                factory,
                listener -> new ThreadSupervisor.Loops(List.of(listener), listener::close),
                Duration.ofSeconds(5));
    }

    @Override
    Status status(ReconnectListener listener, @Nullable String death) {
        ReconnectStatus status = listener.status();
        return new Status(
                status.listening() && death == null ? State.ACTIVE : State.FAILING,
                words(status),
                null,
                null,
                status.lagMillis(),
                replays.of(status.replayed()),
                death == null ? status.lastError() : death);
    }

    private static String words(ReconnectStatus status) {
        if (!status.listening()) {
            return "tries again and again";
        }
        String done = status.waiting() + " wait, " + status.replayed() + " replayed, " + status.closed() + " closed";
        return status.overflowed() == 0 ? done : done + ", " + status.overflowed() + " left to the sweeper";
    }
}
