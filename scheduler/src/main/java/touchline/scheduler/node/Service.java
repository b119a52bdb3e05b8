package touchline.scheduler.node;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that runs always on a node, or waits there for its turn, beside the jobs. Thread-safe. */
public interface Service {

    /** A stable name, as in {@code stopwatch}. */
    String name();

    /** How it stands; called every second. */
    Status status();

    /** Why a restart would do harm at the moment, as a sentence without its full stop; empty if it would do none. */
    default Optional<String> objection() {
        return Optional.empty();
    }

    /** Stops it and starts it anew. Called on a thread of its own; takes seconds. */
    void restart() throws Exception;

    /** How a service stands. */
    enum State {
        ACTIVE,
        /** Another node's turn. */
        STANDBY,
        FAILING,
        STOPPED
    }

    /**
     * A service's standing.
     *
     * @param detail in words
     * @param lease the lease it needs to be active; null where it needs none
     * @param holder who holds that, as far as this node knows
     * @param lagMillis how far it is behind; null where it can't be
     * @param perSecond what it gets done; null where that isn't counted
     */
    record Status(
            State state,
            String detail,
            @Nullable String lease,
            @Nullable String holder,
            @Nullable Long lagMillis,
            @Nullable Double perSecond,
            @Nullable String lastError) {}
}
