package touchline.jobs.platform.explain;

import com.cronutils.descriptor.CronDescriptor;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import touchline.jobs.platform.job.Schedule;
import touchline.jobs.platform.quartz.Durations;

/** Schedules as one says them. */
public final class ScheduleWords {
    private static final List<String> UNITS = List.of("second", "minute", "hour", "day", "month");

    /** Where a step does not begin at the beginning, which the library leaves out. */
    private static final Pattern OFFSET = Pattern.compile("([1-9][0-9]*)/[0-9]+");

    private static final Pattern TIME = Pattern.compile("^at \\d\\d:\\d\\d(:\\d\\d)?");

    private static final String DAYS = listOf("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday");
    private static final String MONTHS =
            listOf("January|February|March|April|May|June|July|August|September|October|November|December");

    private ScheduleWords() {}

    /**
     * As in {@code every 2 s}, {@code decided by the job, at the latest every 1 min}, {@code on demand}, {@code at 00:05 UTC, only on Monday}.
     */
    public static String of(Schedule schedule) {
        if (schedule instanceof Schedule.Every every) {
            return "every " + Durations.words(every.interval());
        }
        if (schedule instanceof Schedule.SelfTimed timed) {
            return "decided by the job, at the latest every " + Durations.words(timed.fallback());
        }
        return schedule instanceof Schedule.Cron cron ? cron(cron) : "on demand";
    }

    private static String cron(Schedule.Cron cron) {
        String zone = zone(cron.zone());
        try {
            String words = polish(CronDescriptor.instance(Locale.ENGLISH)
                            .describe(new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ))
                                    .parse(cron.expression())))
                    + offsets(cron.expression());
            Matcher time = TIME.matcher(words);
            return time.find() ? time.group() + " " + zone + words.substring(time.end()) : words + " (" + zone + ")";
        } catch (RuntimeException unknown) {
            // Quartz takes a little more than the library does.
            return "by the cron expression " + cron.expression() + " (" + zone + ")";
        }
    }

    private static String zone(ZoneId zone) {
        return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    private static String offsets(String expression) {
        StringBuilder words = new StringBuilder();
        String[] fields = expression.strip().split("\\s+", -1);
        for (int field = 0; field < Math.min(fields.length, UNITS.size()); field++) {
            Matcher offset = OFFSET.matcher(fields[field]);
            if (offset.matches() && (field < 3 || !offset.group(1).equals("1"))) {
                words.append(", from ")
                        .append(UNITS.get(field))
                        .append(' ')
                        .append(offset.group(1))
                        .append(" on");
            }
        }
        return words.toString();
    }

    /** The library speaks of "at Monday day" and "at 1 day at January month". */
    private static String polish(String words) {
        return words.replaceAll(" at (\\d+) day at (\\p{Alpha}+) month", " on $1 $2")
                .replaceAll(" at ([\\d, and]+) days?", " on day $1 of the month")
                .replaceAll(" at " + DAYS + " days?", ", only on $1")
                .replaceAll(" at " + MONTHS + " months?", " in $1")
                .replaceAll(" at (\\d+) year", " $1")
                .replaceAll("at ([\\d, and]+) hours?", "in hour $1")
                .replaceAll("^at ([\\d, and]+) seconds?", "at second $1")
                .replaceAll("at ([\\d, and]+) minutes?", "at minute $1")
                .replaceAll(" {2,}", " ")
                .strip();
    }

    private static String listOf(String names) {
        return "((?:" + names + ")(?:(?:, | and )(?:" + names + "))*)";
    }
}
