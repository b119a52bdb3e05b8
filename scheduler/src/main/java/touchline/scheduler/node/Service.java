package touchline.scheduler.node;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A long-running part of a node beside the jobs, active or on standby. Thread-safe. */
public interface Service {

    /** A stable name, as in {@code stopwatch}. */
    String name();

    /** Returns the state; called every second. */
    Status status();

    /** Why a restart would do harm at the moment, as a sentence without its full stop; empty if it would do none. */
    default Optional<String> objection() {
        return Optional.empty();
    }

    /** Stops and starts it. Called on its own thread; takes seconds. */
    void restart() throws Exception;

    /** Restarts it so that another node takes its lease over, if one waits. Called on its own thread; takes seconds. */
    default void handOver() throws Exception {
        restart();
    }

    /** The state of a service. */
    enum State {
        ACTIVE,
        /** Another node is active. */
        STANDBY,
        FAILING,
        STOPPED
    }

    /**
     * A service's status.
     *
     * @param detail in words
     * @param lease the lease that it needs to be active; null if it needs none
     * @param holder of the lease, as far as this node knows
     * @param lagMillis its lag; null if it has none
     * @param perSecond its rate; null if it is not counted
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
