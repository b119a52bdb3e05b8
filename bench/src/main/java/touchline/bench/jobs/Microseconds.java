package touchline.bench.jobs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The machine's clock, the same for every JVM on it. */
final class Microseconds {
    private Microseconds() {}

    /** Microseconds since 1970. */
    static long micros() {
        return micros(Instant.now());
    }

    static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }
}
