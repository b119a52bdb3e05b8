package touchline.bench.jobs.contender;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A job that runs once, at or as soon as possible after a time. */
public record OneShot(int number, Instant at) {

    /** All overdue by at most a second. With one instant for all Quartz would sort all of them for each acquisition. */
    public static List<OneShot> allDue(int count, Instant now) {
        return IntStream.range(0, count)
                .mapToObj(number -> new OneShot(number, now.minusMillis(1_000 - 1_000L * number / count)))
                .toList();
    }

    /** Due one after another, at a rate. */
    public static List<OneShot> atRate(int count, int perSecond, Instant first) {
        return IntStream.range(0, count)
                .mapToObj(number -> new OneShot(number, first.plusNanos(number * 1_000_000_000L / perSecond)))
                .toList();
    }
}
