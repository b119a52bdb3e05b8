package touchline.jobs.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changing, at the end of a run, when its job runs next. */
final class Retiming {
    private static final Logger LOG = LoggerFactory.getLogger(Retiming.class);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

    private final Scheduler scheduler;
    private final Fired fired;

    Retiming(Scheduler scheduler, Fired fired) {
        this.scheduler = scheduler;
        this.fired = fired;
    }

    /** 1 s, 2 s, 4 s ... to a minute, give or take a fifth. */
    static Duration backoff(int attempt) {
        long millis = Math.min(60_000, 1_000L << Math.min(attempt - 1, 6));
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(-millis / 5, millis / 5 + 1));
    }

    /**
     * Makes a job that times itself run after {@code wait}, or {@code fallback} if that is sooner, and again after as long. The trigger
     * goes on repeating by itself, so it can't die out; while the beat stays the same it isn't touched, so runs stay on their grid. Where
     * this fails, the beat that stands goes on.
     */
    void beat(Duration wait, Duration fallback) {
        JobKey job = fired.job().key();
        TriggerKey key = TriggerKey.triggerKey(job.getName(), job.getGroup());
        Duration beat = within(wait, fallback);
        try {
            Trigger standing = scheduler.getTrigger(key);
            if (standing instanceof SimpleTrigger simple && !isStale(simple) && !isBeating(simple, beat)) {
                scheduler.rescheduleJob(
                        key,
                        Triggers.repeating(key, job, Instant.now().plus(beat), beat)
                                .build());
            }
        } catch (SchedulerException e) {
            LOG.warn("{} keeps its old beat: {}", job, e.toString());
        }
    }

    /**
     * Makes a job that was requested run again after {@code wait}. Doesn't return until that is in the store, however long the store is
     * away: Quartz would take the request for done. A node that dies meanwhile leaves it to another, as it would have within the run.
     */
    void again(Duration wait) {
        while (true) {
            try {
                tryAgain(wait);
                return;
            } catch (ObjectAlreadyExistsException requestedAnew) {
                return;
            } catch (SchedulerException e) {
                LOG.warn("{} {} can't be put off yet: {}", fired.job(), fired.trigger(), e.toString());
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private void tryAgain(Duration wait) throws SchedulerException {
        Trigger next = JobRequests.trigger(
                fired.job(),
                fired.trigger(),
                Instant.now().plus(wait),
                fired.parameters(),
                Math.addExact(fired.attempt(), 1));
        if (!scheduler.checkExists(fired.job().key())) {
            LOG.warn("{} {} is not tried again: there is no such job any more", fired.job(), fired.trigger());
        } else if (scheduler.rescheduleJob(next.getKey(), next) == null) {
            scheduler.scheduleJob(next);
        }
    }

    /**
     * Whether the trigger fired, or was rewritten, after this run began. Then a later run knows better. (Between this look and the
     * rewriting a later run can still slip in; it costs one beat, as the run after that says anew.)
     */
    private boolean isStale(SimpleTrigger standing) {
        Date previous = standing.getPreviousFireTime();
        return previous == null || previous.toInstant().isAfter(fired.scheduledFor());
    }

    private static boolean isBeating(SimpleTrigger standing, Duration beat) {
        Date next = standing.getNextFireTime();
        return standing.getRepeatInterval() == beat.toMillis()
                && next != null
                && !next.toInstant().isAfter(Instant.now().plus(beat));
    }

    private static Duration within(Duration wait, Duration longest) {
        Duration atMost = wait.compareTo(longest) < 0 ? wait : longest;
        return atMost.compareTo(SHORTEST) < 0 ? SHORTEST : atMost;
    }
}
