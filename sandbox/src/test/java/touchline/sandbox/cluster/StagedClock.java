package touchline.sandbox.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs at the pace of time until the end of a stage, and waits there for the next one. */
final class StagedClock extends Clock {
    private Instant base;
    private Instant end;
    private long startedNanos = System.nanoTime();

    /** A clock that stands at an instant. */
    StagedClock(Instant start) {
        base = start;
        end = start;
    }

    /** Runs from the present reading to another. */
    synchronized void runUntil(Instant nextEnd) {
        base = instant();
        startedNanos = System.nanoTime();
        end = nextEnd;
    }

    @Override
    public synchronized Instant instant() {
        Instant now = base.plus(Duration.ofNanos(System.nanoTime() - startedNanos));
        return now.isBefore(end) ? now : end;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
