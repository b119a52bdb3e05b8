package touchline.api.ops.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.schedule.ScheduleWords;

/**
 * A schedule.
 *
 * @param kind {@code every}, {@code cron}, {@code self-timed} or {@code on-demand}
 * @param every the interval, or the longest time between two runs of a job that times itself, as in PT5M
 * @param zone whose clock a cron expression goes by
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaName("Schedule")
record ScheduleView(
        String kind,
        String words,
        @Nullable String every,
        @Nullable String cron,
        @Nullable String zone) {

    static ScheduleView of(Schedule schedule) {
        if (schedule instanceof Schedule.Every every) {
            return new ScheduleView(
                    "every", ScheduleWords.of(schedule), every.interval().toString(), null, null);
        }
        if (schedule instanceof Schedule.SelfTimed timed) {
            return new ScheduleView(
                    "self-timed", ScheduleWords.of(schedule), timed.fallback().toString(), null, null);
        }
        return schedule instanceof Schedule.Cron cron
                ? new ScheduleView("cron", ScheduleWords.of(schedule), null, cron.expression(), zone(cron.zone()))
                : new ScheduleView("on-demand", ScheduleWords.of(schedule), null, null, null);
    }

    /** As a request may send it: Java names UTC differently if it is an offset. */
    private static String zone(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }
}
