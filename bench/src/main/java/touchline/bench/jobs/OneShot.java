package touchline.bench.jobs;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A job to be run once, at a time or as soon as possible after it. */
record OneShot(int number, Instant at) {

    /** All due, since at most a second. One instant for all would have Quartz sort them all whenever it looks for the next. */
    static List<OneShot> volley(int count, Instant now) {
        return IntStream.range(0, count)
                .mapToObj(number -> new OneShot(number, now.minusMillis(1_000 - 1_000L * number / count)))
                .toList();
    }

    /** One after another, so many a second. */
    static List<OneShot> salvo(int count, int perSecond, Instant first) {
        return IntStream.range(0, count)
                .mapToObj(number -> new OneShot(number, first.plusNanos(number * 1_000_000_000L / perSecond)))
                .toList();
    }
}
