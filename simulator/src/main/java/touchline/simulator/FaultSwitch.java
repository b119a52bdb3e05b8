package touchline.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.simulator.match.SimulatedMatch;
import touchline.simulator.recording.Fault;

/** Tells whether the feed fails now, and how: on demand, or because a recording says so. */
final class FaultSwitch {
    private final List<SimulatedMatch> matches;
    private final Clock clock;
    private volatile @Nullable Demanded demanded;

    private record Demanded(Fault fault, Instant until) {}

    FaultSwitch(List<SimulatedMatch> matches, Clock clock) {
        this.matches = matches;
        this.clock = clock;
    }

    void demand(Fault fault, Duration howLong) {
        demanded = new Demanded(fault, clock.instant().plus(howLong));
    }

    void relent() {
        demanded = null;
    }

    Optional<Fault> now() {
        Demanded onDemand = demanded;
        Instant now = clock.instant();
        if (onDemand != null && now.isBefore(onDemand.until())) {
            return Optional.of(onDemand.fault());
        }
        return matches.stream().flatMap(match -> match.fault(now).stream()).findFirst();
    }
}
