package touchline.jobs.platform.job;

import java.util.Optional;

/** Knows when it would hurt to hold a job back. Asked when an operator is about to. */
@FunctionalInterface
public interface Guard {
    Guard NONE = Optional::empty;

    /** What would suffer just now, in words; empty where nothing would. */
    Optional<String> objection();
}
