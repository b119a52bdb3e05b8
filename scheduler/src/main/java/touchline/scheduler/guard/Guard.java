package touchline.scheduler.guard;

import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Knows when it would do harm to hold a job back, or to run it. Asked when an operator is about to. */
@FunctionalInterface
public interface Guard {
    Guard NONE = Optional::empty;

    /** What would suffer if the job were held back, in words; empty where nothing would. */
    Optional<String> objection();

    /** Whether a run with these parameters, which are what the job declares, may be asked for. */
    default RunCheck beforeRun(Map<String, String> parameters) {
        return new RunCheck.Fine();
    }

    /** Lets a run do what {@link #beforeRun} calls harmful; within the transaction that asks for it. */
    default void force(Handle handle, Map<String, String> parameters, String actor, String reason) {}
}
