package touchline.scheduler.forecast;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.schedule.ClockChange;
import touchline.scheduler.schedule.FireTimes;
import touchline.scheduler.text.HumanFormat;

/** Computes how changes of a zone's clocks affect a cron expression, by comparing Quartz' fire times with those of a clock that never changes. */
final class ClockChanges {
    private static final Duration AHEAD = Duration.ofDays(366);

    /** One fire time per second for three hours. */
    private static final int MOST = 3 * 3_600;

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);

    private final Schedule.Cron cron;
    private final FireTimes byTheClocks;
    private final FireTimes withoutChanges;

    private ClockChanges(Schedule.Cron cron) {
        this.cron = cron;
        this.byTheClocks = FireTimes.cron(cron.expression(), cron.zone());
        this.withoutChanges = FireTimes.cron(cron.expression(), ZoneOffset.UTC);
    }

    /** Returns the changes within a year that affect the schedule. */
    static List<ClockChange> of(Schedule schedule, Instant from) {
        return schedule instanceof Schedule.Cron cron ? new ClockChanges(cron).inTheYearAfter(from) : List.of();
    }

    private List<ClockChange> inTheYearAfter(Instant from) {
        List<ClockChange> changes = new ArrayList<>();
        ZoneRules rules = cron.zone().getRules();
        ZoneOffsetTransition change = rules.nextTransition(from);
        while (change != null && change.getInstant().isBefore(from.plus(AHEAD))) {
            ClockChange concerns = change.isGap() ? gap(change) : overlap(change);
            if (concerns != null) {
                changes.add(concerns);
            }
            change = rules.nextTransition(change.getInstant());
        }
        return changes;
    }

    private @Nullable ClockChange gap(ZoneOffsetTransition change) {
        LocalDateTime from = change.getDateTimeBefore();
        LocalDateTime to = change.getDateTimeAfter();
        List<Instant> missing = onTheClock(from, to);
        return missing.isEmpty()
                ? null
                : new ClockChange(
                        ClockChange.Kind.SKIPPED_HOUR,
                        change.getInstant(),
                        cron.zone(),
                        from,
                        to,
                        missing.size(),
                        "On " + from.toLocalDate() + " the clocks of " + cron.zone() + " go from " + CLOCK.format(from)
                                + " to " + CLOCK.format(to) + ": " + times(missing)
                                + " does not come that day, and it does not run then");
    }

    private @Nullable ClockChange overlap(ZoneOffsetTransition change) {
        LocalDateTime from = change.getDateTimeAfter();
        LocalDateTime to = change.getDateTimeBefore();
        List<Instant> twice = onTheClock(from, to);
        if (twice.isEmpty()) {
            return null;
        }
        Duration length = change.getDuration().abs();
        Instant middle = change.getInstant();
        int first = byTheClocks.between(middle.minus(length), middle, MOST).size();
        int second = byTheClocks.between(middle, middle.plus(length), MOST).size();
        // A fixed time of the day fires once; only repeated times stop within the hour.
        boolean beats = !withoutChanges
                        .between(middle.minus(length), middle, MOST)
                        .isEmpty()
                && !withoutChanges.between(middle, middle.plus(length), MOST).isEmpty();
        String clocks = "On " + to.toLocalDate() + " the clocks of " + cron.zone() + " go back from " + CLOCK.format(to)
                + " to " + CLOCK.format(from) + ": ";
        boolean silent = beats && (first == 0 || second == 0);
        Instant since = first == 0 ? middle.minus(length) : middle;
        return new ClockChange(
                silent ? ClockChange.Kind.SILENT_HOUR : ClockChange.Kind.DOUBLED_HOUR,
                middle,
                cron.zone(),
                from,
                to,
                twice.size(),
                clocks
                        + (silent
                                ? "Quartz falls silent for " + HumanFormat.span(length) + ", from "
                                        + HumanFormat.at(since, Instant.EPOCH) + " to "
                                        + HumanFormat.at(since.plus(length), Instant.EPOCH) + ", and leaves out "
                                        + HumanFormat.count(twice.size(), "time", "times")
                                        + "; an interval, or UTC, does not"
                                : times(twice) + " comes twice that day, and it runs " + passes(first, second)));
    }

    private static String passes(int first, int second) {
        if (first > 0 && second > 0) {
            return "both times";
        }
        return first == 0 && second == 0 ? "neither time" : "the " + (first > 0 ? "first" : "second") + " time only";
    }

    private static String times(List<Instant> times) {
        String first = CLOCK.format(times.get(0).atOffset(ZoneOffset.UTC));
        return times.size() == 1
                ? first
                : "each of " + times.size() + " times from " + first + " to "
                        + CLOCK.format(times.get(times.size() - 1).atOffset(ZoneOffset.UTC));
    }

    /** Local times as if the clock never changed. */
    private List<Instant> onTheClock(LocalDateTime from, LocalDateTime to) {
        return withoutChanges.between(from.toInstant(ZoneOffset.UTC), to.toInstant(ZoneOffset.UTC), MOST);
    }
}
