package touchline.simulator.match;

import java.time.Duration;
import java.time.Instant;

/** Turns time into seconds of a match that runs {@code speed} times faster than life. */
public record MatchClock(Instant kickOff, double speed) {
    public MatchClock {
        if (!(speed > 0) || speed > 100_000) {
            throw new IllegalArgumentException("A match runs at a speed above 0 and up to 100000, not " + speed);
        }
    }

    /** Negative before kick-off. */
    public double secondsAt(Instant now) {
        return Duration.between(kickOff, now).toNanos() / 1e9 * speed;
    }

    public Instant instantOf(double matchSeconds) {
        return kickOff.plusNanos(Math.round(matchSeconds / speed * 1e9));
    }

    /** The same match at the same second, from now on at another speed. */
    MatchClock at(double newSpeed, Instant now) {
        return newSpeed == speed
                ? this
                : new MatchClock(now.minusNanos(Math.round(secondsAt(now) / newSpeed * 1e9)), newSpeed);
    }
}
