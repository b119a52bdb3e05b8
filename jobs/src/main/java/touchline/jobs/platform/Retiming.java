package touchline.jobs.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changing, from within a run, when its job runs next. A failure here is logged: the trigger that stands goes on. */
final class Retiming {
    private static final Logger LOG = LoggerFactory.getLogger(Retiming.class);

    private final Scheduler scheduler;
    private final JobKey job;
    private final TriggerKey trigger;
    private final Map<String, String> parameters;

    Retiming(Scheduler scheduler, JobKey job, TriggerKey trigger, Map<String, String> parameters) {
        this.scheduler = scheduler;
        this.job = job;
        this.trigger = trigger;
        this.parameters = parameters;
    }

    /** 1 s, 2 s, 4 s ... to a minute, give or take a fifth. */
    static Duration backoff(int attempt) {
        long millis = Math.min(60_000, 1_000L << Math.min(attempt - 1, 6));
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(-millis / 5, millis / 5 + 1));
    }

    /**
     * Makes a job that times itself run after {@code wait} and, in case a run says nothing, every {@code fallback} or sooner from then on. The trigger goes on
     * repeating by itself, so it can't die out; while the beat stays the same it isn't touched, so runs stay on their grid.
     */
    void beat(Duration wait, Duration fallback) {
        try {
            Trigger standing = scheduler.getTrigger(trigger);
            long interval = Math.min(wait.toMillis(), fallback.toMillis());
            if (!(standing instanceof SimpleTrigger simple)
                    || (simple.getRepeatInterval() == interval && isNear(simple, wait))) {
                return;
            }
            scheduler.rescheduleJob(
                    trigger,
                    Triggers.repeating(trigger, job, Instant.now().plus(wait), Duration.ofMillis(interval))
                            .build());
        } catch (SchedulerException e) {
            LOG.warn("{} keeps its old beat: {}", job, e.toString());
        }
    }

    /** Makes a job that was asked for run again after {@code wait}. */
    void again(Duration wait, int attempt) {
        try {
            Trigger next = Triggers.once(trigger, job, Instant.now().plus(wait), parameters)
                    .usingJobData(JobRunner.ATTEMPT, Integer.toString(attempt))
                    .build();
            if (scheduler.rescheduleJob(trigger, next) == null) {
                scheduler.scheduleJob(next);
            }
        } catch (SchedulerException e) {
            LOG.error("{} {} is not tried again: {}", job, trigger, e.toString());
        }
    }

    /** Whether the next time that stands is not later than asked for. */
    private static boolean isNear(Trigger standing, Duration wait) {
        Date next = standing.getNextFireTime();
        return next != null && !next.toInstant().isAfter(Instant.now().plus(wait));
    }
}
