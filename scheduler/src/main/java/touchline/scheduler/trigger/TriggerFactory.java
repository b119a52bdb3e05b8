package touchline.scheduler.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobKey;
import org.quartz.ScheduleBuilder;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Schedule;

/**
 * Builds triggers, each with an explicit misfire policy. If one run makes up for missed times, Quartz ignores misfires and the store skips
 * past times: Quartz' own "fire now" overwrites the scheduled time and so hides the lateness.
 */
public final class TriggerFactory {
    private TriggerFactory() {}

    /** The trigger of a schedule; null for a job that runs on demand. */
    public static @Nullable TriggerBuilder<? extends Trigger> of(
            TriggerKey key, JobKey job, Schedule schedule, Misfire misfire) {
        if (schedule instanceof Schedule.Every every) {
            return repeating(key, job, Instant.now(), every.interval(), misfire);
        }
        if (schedule instanceof Schedule.SelfTimed timed) {
            return repeating(key, job, Instant.now(), timed.fallback(), misfire);
        }
        return schedule instanceof Schedule.Cron cron ? cron(key, job, cron, misfire) : null;
    }

    public static TriggerBuilder<? extends Trigger> repeating(
            TriggerKey key, JobKey job, Instant start, Duration interval, Misfire misfire) {
        SimpleScheduleBuilder schedule = SimpleScheduleBuilder.simpleSchedule()
                .withIntervalInMilliseconds(interval.toMillis())
                .repeatForever();
        return at(
                key,
                job,
                start,
                switch (misfire) {
                    case RUN_ONCE_NOW -> schedule.withMisfireHandlingInstructionIgnoreMisfires();
                    case WAIT_FOR_NEXT -> schedule.withMisfireHandlingInstructionNextWithExistingCount();
                });
    }

    static Trigger once(TriggerKey key, JobKey job, Instant start, TriggerData data) {
        return at(
                        key,
                        job,
                        start,
                        SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionIgnoreMisfires())
                .usingJobData(data.toMap())
                .build();
    }

    private static TriggerBuilder<? extends Trigger> cron(
            TriggerKey key, JobKey job, Schedule.Cron cron, Misfire misfire) {
        CronScheduleBuilder schedule =
                CronScheduleBuilder.cronSchedule(cron.expression()).inTimeZone(TimeZone.getTimeZone(cron.zone()));
        return at(
                key,
                job,
                Instant.now(),
                switch (misfire) {
                    case RUN_ONCE_NOW -> schedule.withMisfireHandlingInstructionIgnoreMisfires();
                    case WAIT_FOR_NEXT -> schedule.withMisfireHandlingInstructionDoNothing();
                });
    }

    private static TriggerBuilder<? extends Trigger> at(
            TriggerKey key, JobKey job, Instant start, ScheduleBuilder<? extends Trigger> schedule) {
        return TriggerBuilder.newTrigger()
                .withIdentity(key)
                .forJob(job)
                .startAt(Date.from(start))
                .withSchedule(schedule);
    }
}
