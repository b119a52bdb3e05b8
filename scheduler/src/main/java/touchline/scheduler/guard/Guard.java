package touchline.scheduler.guard;

import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Decides whether an operator's command on a job would do harm at the moment. */
@FunctionalInterface
public interface Guard {
    Guard NONE = Optional::empty;

    /** Returns the harm of holding the job back, as a sentence without its full stop; empty if there is none. */
    Optional<String> objection();

    /** Checks a run with valid parameters before it is requested. */
    default RunCheck beforeRun(Map<String, String> parameters) {
        return new RunCheck.Fine();
    }

    /**
     * Whether one operator may force a run that needs approval, within the transaction that requests it.
     *
     * @return why not, as a sentence without its full stop; then nothing was written
     */
    default Optional<String> beforeForce(Handle handle, Map<String, String> parameters, String actor, String reason) {
        return Optional.empty();
    }

    /** Permits a run that needs approval by {@link #beforeRun}, within the transaction that requests it. */
    default void force(Handle handle, Map<String, String> parameters, String actor, String reason) {}
}
