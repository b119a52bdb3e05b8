package touchline.scheduler.forecast;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import touchline.scheduler.schedule.FireTimes;

/**
 * Compares two schedules: the next {@value #LENGTH} times of both, in order. Each time is compared with the whole other schedule, not only with its
 * first times.
 */
public record ScheduleDiff(String before, String after, List<Line> lines) {
    static final int LENGTH = 50;

    public ScheduleDiff {
        lines = List.copyOf(lines);
    }

    /** A time, and what becomes of it. */
    public record Line(Instant at, Fate fate) {}

    /** The fate of a time. */
    public enum Fate {
        SAME,
        ADDED,
        REMOVED
    }

    /** Counts the times of a fate. */
    public long count(Fate fate) {
        return lines.stream().filter(line -> line.fate() == fate).count();
    }

    public static ScheduleDiff between(String before, FireTimes old, String after, FireTimes young, Instant from) {
        TreeSet<Instant> all = new TreeSet<>(old.next(from, LENGTH));
        all.addAll(young.next(from, LENGTH));
        List<Line> lines = new ArrayList<>();
        for (Instant at : all) {
            lines.add(new Line(at, !young.include(at) ? Fate.REMOVED : old.include(at) ? Fate.SAME : Fate.ADDED));
        }
        return new ScheduleDiff(before, after, lines);
    }
}
