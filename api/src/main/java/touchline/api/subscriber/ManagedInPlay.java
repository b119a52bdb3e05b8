package touchline.api.subscriber;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import touchline.market.inplay.InPlayLoop;
import touchline.market.inplay.InPlayStatus;

/** This node's part in executing what has waited out the in-play delay, for as long as the node runs. */
final class ManagedInPlay extends SupervisedService<InPlayLoop> {
    private final Rate executed = new Rate();

    /**
     * A loop that does nothing until {@link #start}.
     *
     * @param factory creates one for each start
     */
    ManagedInPlay(Supplier<InPlayLoop> factory) {
        super(
                "in-play",
                factory,
                loop -> new ThreadSupervisor.Loops(List.of(loop), loop::close),
                Duration.ofSeconds(5));
    }

    @Override
    Status status(InPlayLoop loop, @Nullable String death) {
        InPlayStatus status = loop.status();
        String error = death == null ? status.lastError() : death;
        return new Status(
                error == null ? State.ACTIVE : State.FAILING,
                error == null ? words(status) : "tries again and again",
                null,
                null,
                status.lagMillis(),
                executed.of(status.executed()),
                error);
    }

    private static String words(InPlayStatus status) {
        return status.waiting() + " wait, " + status.executed() + " executed, " + status.rejected()
                + " of them rejected, " + status.thawed() + " thawed";
    }
}
