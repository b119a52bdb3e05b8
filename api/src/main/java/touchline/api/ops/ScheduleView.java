package touchline.api.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import touchline.jobs.platform.job.Schedule;
import touchline.jobs.platform.quartz.Durations;

/**
 * A schedule.
 *
 * @param kind {@code every}, {@code cron}, {@code self-timed} or {@code on-demand}
 * @param every the interval, or the longest time between two runs of a job that times itself, as in PT5M
 * @param zone whose clock a cron expression goes by
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScheduleView(
        String kind,
        String words,
        @Nullable String every,
        @Nullable String cron,
        @Nullable String zone) {

    static ScheduleView of(Schedule schedule) {
        if (schedule instanceof Schedule.Every every) {
            return new ScheduleView("every", words(schedule), every.interval().toString(), null, null);
        }
        if (schedule instanceof Schedule.SelfTimed timed) {
            return new ScheduleView(
                    "self-timed", words(schedule), timed.fallback().toString(), null, null);
        }
        return schedule instanceof Schedule.Cron cron
                ? new ScheduleView(
                        "cron",
                        words(schedule),
                        null,
                        cron.expression(),
                        cron.zone().getId())
                : new ScheduleView("on-demand", words(schedule), null, null, null);
    }

    static String words(Schedule schedule) {
        if (schedule instanceof Schedule.Every every) {
            return "every " + Durations.words(every.interval());
        }
        if (schedule instanceof Schedule.SelfTimed timed) {
            return "decided by the job, at the latest every " + Durations.words(timed.fallback());
        }
        return schedule instanceof Schedule.Cron cron
                ? "by the cron expression " + cron.expression() + " ("
                        + cron.zone().getId() + ")"
                : "on demand";
    }
}
