package touchline.jobs.platform;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/**
 * Makes the store agree with the catalogue: adds what is missing, changes what is declared differently, removes what isn't declared any
 * more. Nodes may do so at once; each step is a transaction of the store's, and comes to the same whoever does it last.
 */
final class CatalogueReconciler {
    private static final int ATTEMPTS = 3;

    private final Scheduler scheduler;
    private final JobCatalogue catalogue;

    CatalogueReconciler(Scheduler scheduler, JobCatalogue catalogue) {
        this.scheduler = scheduler;
        this.catalogue = catalogue;
    }

    /** Tries more than once, as a node with another catalogue may take a job away between its being added and being scheduled. */
    void reconcile() throws SchedulerException {
        for (int left = ATTEMPTS - 1; ; left--) {
            try {
                reconcileOnce();
                return;
            } catch (SchedulerException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    private void reconcileOnce() throws SchedulerException {
        Set<JobKey> declared =
                catalogue.all().stream().map(job -> job.name().key()).collect(Collectors.toSet());
        for (JobDefinition definition : catalogue.all()) {
            scheduler.addJob(detail(definition), true, true);
            reconcile(definition);
        }
        for (JobKey stored : scheduler.getJobKeys(GroupMatcher.anyJobGroup())) {
            if (!declared.contains(stored)) {
                scheduler.deleteJob(stored);
            }
        }
    }

    private void reconcile(JobDefinition definition) throws SchedulerException {
        JobKey job = definition.name().key();
        TriggerKey key = TriggerKey.triggerKey(job.getName(), job.getGroup());
        TriggerBuilder<? extends Trigger> declared = declared(key, job, definition.schedule());
        if (declared == null) {
            scheduler.unscheduleJob(key); // it may have had a schedule before
            return;
        }
        Trigger standing = scheduler.getTrigger(key);
        if (standing == null) {
            try {
                scheduler.scheduleJob(declared.build());
            } catch (ObjectAlreadyExistsException another) {
                // another node was faster
            }
        } else if (!isAsDeclared(standing, definition.schedule())) {
            scheduler.rescheduleJob(key, declared.build());
        }
    }

    private static @Nullable TriggerBuilder<? extends Trigger> declared(TriggerKey key, JobKey job, Schedule schedule) {
        if (schedule instanceof Schedule.Every every) {
            return Triggers.repeating(key, job, Instant.now(), every.interval());
        }
        if (schedule instanceof Schedule.Cron cron) {
            return Triggers.cron(key, job, cron.expression());
        }
        if (schedule instanceof Schedule.SelfTimed timed) {
            return Triggers.repeating(key, job, Instant.now(), timed.fallback());
        }
        return null;
    }

    /** A job that times itself may beat as it last said, as long as it beats. */
    private static boolean isAsDeclared(Trigger standing, Schedule declared) {
        if (declared instanceof Schedule.Every every) {
            return standing instanceof SimpleTrigger simple
                    && simple.getRepeatInterval() == every.interval().toMillis();
        }
        if (declared instanceof Schedule.Cron cron) {
            return standing instanceof CronTrigger stored
                    && stored.getCronExpression().equals(cron.expression());
        }
        return declared instanceof Schedule.SelfTimed timed
                && standing instanceof SimpleTrigger simple
                && simple.getRepeatInterval() <= timed.fallback().toMillis();
    }

    private static JobDetail detail(JobDefinition definition) {
        return JobBuilder.newJob(definition.exclusive() ? ExclusiveDispatcher.class : Dispatcher.class)
                .withIdentity(definition.name().key())
                .withDescription(definition.description())
                .storeDurably()
                .requestRecovery(definition.recovered())
                .build();
    }
}
