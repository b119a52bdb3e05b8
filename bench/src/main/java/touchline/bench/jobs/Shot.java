package touchline.bench.jobs;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A job to be run once, at a time or as soon as possible after it. */
record Shot(int number, Instant at) {

    /** All due at once. */
    static List<Shot> volley(int count, Instant at) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Shot(number, at))
                .toList();
    }

    /** One after another, so many a second. */
    static List<Shot> salvo(int count, int perSecond, Instant first) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Shot(number, first.plusNanos(number * 1_000_000_000L / perSecond)))
                .toList();
    }
}
