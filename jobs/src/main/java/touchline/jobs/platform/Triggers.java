package touchline.jobs.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.TimeZone;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobKey;
import org.quartz.ScheduleBuilder;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;

/** Triggers as we have them: UTC, and with an explicit answer to times that were missed: one run, now. */
final class Triggers {
    private Triggers() {}

    static TriggerBuilder<? extends Trigger> repeating(TriggerKey key, JobKey job, Instant start, Duration interval) {
        return at(
                key,
                job,
                start,
                SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInMilliseconds(interval.toMillis())
                        .repeatForever()
                        .withMisfireHandlingInstructionNowWithExistingCount());
    }

    static TriggerBuilder<? extends Trigger> cron(TriggerKey key, JobKey job, String expression) {
        return at(
                key,
                job,
                Instant.now(),
                CronScheduleBuilder.cronSchedule(expression)
                        .inTimeZone(TimeZone.getTimeZone("UTC"))
                        .withMisfireHandlingInstructionFireAndProceed());
    }

    static TriggerBuilder<? extends Trigger> once(
            TriggerKey key, JobKey job, Instant start, Map<String, String> parameters) {
        TriggerBuilder<? extends Trigger> trigger =
                at(key, job, start, SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow());
        parameters.forEach(trigger::usingJobData);
        return trigger;
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
