package touchline.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.simulator.match.SimulatedMatch;
import touchline.simulator.recording.Fault;

/** The fault of the feed at the moment: a set one, or that of a recording. Thread-safe. */
final class FaultSwitch {
    private final List<SimulatedMatch> matches;
    private final Clock clock;
    private volatile @Nullable TimedFault current;

    private record TimedFault(Fault fault, Instant until) {}

    FaultSwitch(List<SimulatedMatch> matches, Clock clock) {
        this.matches = matches;
        this.clock = clock;
    }

    void set(Fault fault, Duration howLong) {
        current = new TimedFault(fault, clock.instant().plus(howLong));
    }

    void clear() {
        current = null;
    }

    Optional<Fault> now() {
        TimedFault set = current;
        Instant now = clock.instant();
        if (set != null && now.isBefore(set.until())) {
            return Optional.of(set.fault());
        }
        return matches.stream().flatMap(match -> match.fault(now).stream()).findFirst();
    }
}
