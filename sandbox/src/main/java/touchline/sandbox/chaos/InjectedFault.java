package touchline.sandbox.chaos;

import java.time.Duration;
import java.time.Instant;
import touchline.sandbox.chaos.fault.FaultKind;

/**
 * A fault that was injected, and the cluster recovered from.
 *
 * @param nanoTime when it began
 * @param at the same, by the clock
 * @param unavailable the longest time that a trader was without an acknowledgement, until both stores were replicated again
 */
record InjectedFault(FaultKind kind, long nanoTime, Instant at, Duration unavailable) {
    /** Whether the cluster took longer than promised to serve each trader again. */
    boolean isLate() {
        return unavailable.compareTo(kind.promise()) > 0;
    }
}
