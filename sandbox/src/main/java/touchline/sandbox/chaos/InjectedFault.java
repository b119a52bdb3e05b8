package touchline.sandbox.chaos;

import java.time.Duration;
import java.time.Instant;
import touchline.sandbox.chaos.fault.FaultKind;

/**
 * A fault that was injected, and the cluster recovered from.
 *
 * @param nanoTime when it began
 * @param at the same, by the clock
 * @param unavailable the longest time that a trader was without an acknowledgement
 */
record InjectedFault(FaultKind kind, long nanoTime, Instant at, Duration unavailable) {}
