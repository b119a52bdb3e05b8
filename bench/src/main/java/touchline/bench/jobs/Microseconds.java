package touchline.bench.jobs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The machine's clock in microseconds since 1970, the same for all its JVMs. */
final class Microseconds {
    private Microseconds() {}

    public static long now() {
        return of(Instant.now());
    }

    public static long of(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }
}
