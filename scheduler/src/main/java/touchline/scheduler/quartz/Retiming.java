package touchline.scheduler.quartz;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.run.RunInProgress;
import touchline.scheduler.trigger.JobRequests;
import touchline.scheduler.trigger.QuartzNames;
import touchline.scheduler.trigger.TriggerFactory;

/** Changes, at the end of a run, when its job runs next. */
final class Retiming {
    private static final Logger LOG = LoggerFactory.getLogger(Retiming.class);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

    private final Scheduler scheduler;
    private final RunInProgress run;
    private final CatalogueReconciler reconciler;
    private final BooleanSupplier isLeftBehind;

    /**
     * Creates it.
     *
     * @param isLeftBehind whether the node has stopped, and waits for the run no longer
     */
    Retiming(Scheduler scheduler, RunInProgress run, CatalogueReconciler reconciler, BooleanSupplier isLeftBehind) {
        this.scheduler = scheduler;
        this.run = run;
        this.reconciler = reconciler;
        this.isLeftBehind = isLeftBehind;
    }

    /**
     * Makes a self-timed job run after {@code wait}, or {@code fallback} if that is sooner, and repeat at that interval. The trigger repeats by
     * itself, so that it can't die out. While the interval stays the same the trigger is not touched, so that runs stay on their grid. If this fails,
     * the current interval continues.
     */
    void beat(Duration wait, Duration fallback) {
        JobKey job = QuartzNames.key(run.job());
        TriggerKey key = QuartzNames.schedule(run.job());
        Duration beat = within(wait, fallback);
        String declared = CatalogueReconciler.words(
                run.definition().schedule(), run.definition().misfire());
        try {
            Trigger stored = scheduler.getTrigger(key);
            if (stored instanceof SimpleTrigger simple
                    && declared.equals(stored.getDescription()) // and no operator has overridden it
                    && !isStale(simple)
                    && !isBeating(simple, beat)) {
                scheduler.rescheduleJob(
                        key,
                        TriggerFactory.repeating(
                                        key,
                                        job,
                                        Instant.now().plus(beat),
                                        beat,
                                        run.definition().misfire())
                                .withDescription(declared)
                                .build());
                // An operator may have overridden the schedule since the trigger was read.
                reconciler.reschedule(run.definition());
            }
        } catch (SchedulerException | RuntimeException e) { // the run itself has ended well
            LOG.warn(
                    "a job keeps its interval, as the next time can't be stored: job={} cause={}",
                    run.job(),
                    e.toString());
        }
    }

    /**
     * Schedules a retry of the run after {@code wait}. Returns only when it is stored, however long the store is unavailable: otherwise Quartz would
     * count the request as done. If the node dies meanwhile, another node recovers the run if its job is recoverable. Tries at least once, also if the
     * node has stopped.
     *
     * @param subject names the retry among those of its job
     * @throws LeftBehindException if the node has stopped and the retry is not stored: then, too, another node recovers the run if its job is recoverable
     */
    void again(Duration wait, String subject) {
        boolean isLast;
        do {
            isLast = isLeftBehind.getAsBoolean();
            try {
                tryAgain(wait, subject);
                return;
            } catch (ObjectAlreadyExistsException requestedAgain) {
                return;
            } catch (SchedulerException e) {
                LOG.warn(
                        "the next attempt can't be stored yet: job={} subject={} cause={}",
                        run.job(),
                        subject,
                        e.toString());
                if (!isLast) {
                    LockSupport.parkNanos(PAUSE);
                }
            }
        } while (!isLast);
        throw new LeftBehindException(
                "the next attempt of " + run.job() + " " + subject + " can't be stored: its node has stopped");
    }

    /** The node has stopped before the next run could be stored. The run must not be completed. */
    static final class LeftBehindException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeftBehindException(String message) {
            super(message);
        }
    }

    private void tryAgain(Duration wait, String subject) throws SchedulerException {
        Trigger next = JobRequests.trigger(
                run.job(), Instant.now().plus(wait), run.data().another(subject, run.execution()));
        if (!scheduler.checkExists(QuartzNames.key(run.job()))) {
            LOG.warn("a run is not tried again, as its job was removed: job={} subject={}", run.job(), subject);
        } else if (scheduler.rescheduleJob(next.getKey(), next) == null) {
            scheduler.scheduleJob(next);
        }
    }

    /**
     * Whether the trigger has fired or changed since this run began; then a later run decides. A later run can still begin between this check and the
     * change; the cost is one interval, because the run after it decides again.
     */
    private boolean isStale(SimpleTrigger stored) {
        Date previous = stored.getPreviousFireTime();
        return previous == null || previous.toInstant().isAfter(run.scheduledFor());
    }

    private static boolean isBeating(SimpleTrigger stored, Duration beat) {
        Date next = stored.getNextFireTime();
        return stored.getRepeatInterval() == beat.toMillis()
                && next != null
                && !next.toInstant().isAfter(Instant.now().plus(beat));
    }

    private static Duration within(Duration wait, Duration longest) {
        Duration atMost = wait.compareTo(longest) < 0 ? wait : longest;
        return atMost.compareTo(SHORTEST) < 0 ? SHORTEST : atMost;
    }
}
