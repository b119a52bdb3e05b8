package touchline.scheduler.quartz;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.trigger.EffectiveSchedules;
import touchline.scheduler.trigger.QuartzNames;
import touchline.scheduler.trigger.TriggerFactory;

/**
 * Makes the store agree with the catalogue, and with what operators have overridden: adds what is missing, changes what is different, removes what no node of
 * the cluster runs any more. Nodes may do so at once; each step is a transaction of the store's, and comes to the same whoever does it last.
 */
public final class CatalogueReconciler {
    private static final int ATTEMPTS = 3;

    private final Scheduler scheduler;
    private final JobCatalogue catalogue;
    private final EffectiveSchedules schedules;
    private final Jdbi jdbi;

    public CatalogueReconciler(Scheduler scheduler, JobCatalogue catalogue, EffectiveSchedules schedules, Jdbi jdbi) {
        this.scheduler = scheduler;
        this.catalogue = catalogue;
        this.schedules = schedules;
        this.jdbi = jdbi;
    }

    /** Tries more than once, as a node with another catalogue may take a job away between its being added and being scheduled. */
    public void reconcile() throws SchedulerException {
        for (int left = ATTEMPTS - 1; ; left--) {
            try {
                for (JobDefinition definition : catalogue.all()) {
                    if (definition.condition().holds()) {
                        scheduler.addJob(JobDetails.of(definition), true, true);
                        reschedule(definition);
                    }
                }
                removeWhatNobodyRuns();
                return;
            } catch (SchedulerException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    /** Makes one job's trigger agree with its schedule. */
    public void reschedule(JobDefinition definition) throws SchedulerException {
        JobKey job = QuartzNames.key(definition.name());
        TriggerKey key = QuartzNames.schedule(definition.name());
        Schedule schedule = schedules.of(definition);
        TriggerBuilder<? extends Trigger> wanted = TriggerFactory.of(key, job, schedule, definition.misfire());
        if (wanted == null) {
            scheduler.unscheduleJob(key); // it may have had a schedule before
            return;
        }
        String words = words(schedule, definition.misfire());
        Trigger standing = scheduler.getTrigger(key);
        if (standing == null) {
            try {
                scheduler.scheduleJob(wanted.withDescription(words).build());
            } catch (ObjectAlreadyExistsException another) {
                // another node was faster
            }
        } else if (!words.equals(standing.getDescription())) {
            scheduler.rescheduleJob(key, wanted.withDescription(words).build());
        }
    }

    /** Kept with the trigger, to tell whether it is still as wanted. */
    static String words(Schedule schedule, Misfire misfire) {
        return schedule + " " + misfire;
    }

    /**
     * Puts back what has been taken out of the store by hand, or was not put there. In a rolling deploy nodes want different things of a job; the youngest of
     * those that run it has the last word, so that they don't contend for it.
     *
     * @return the jobs that were missing, or whose trigger was
     */
    public List<JobName> putBack() throws SchedulerException {
        List<JobName> back = new ArrayList<>();
        for (JobName job : oursToKeep()) {
            JobDefinition definition = catalogue.find(job).orElse(null);
            if (definition == null || !definition.condition().holds()) {
                continue;
            }
            boolean gone = !scheduler.checkExists(QuartzNames.key(job));
            if (gone) {
                scheduler.addJob(JobDetails.of(definition), true, true);
            }
            boolean scheduled = !(schedules.of(definition) instanceof Schedule.OnDemand);
            boolean standing = scheduler.checkExists(QuartzNames.schedule(job));
            if (scheduled != standing) {
                reschedule(definition);
            }
            if (gone || (scheduled && !standing)) {
                back.add(job);
            }
        }
        return back;
    }

    /** Writes the job's row anew. */
    public void store(JobDefinition definition) throws SchedulerException {
        scheduler.addJob(JobDetails.of(definition), true, true);
    }

    private List<JobName> oursToKeep() throws SchedulerException {
        String node = scheduler.getSchedulerInstanceId();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT j.job_group, j.job_name
                        FROM job_node_jobs j JOIN job_nodes n USING (node)
                        WHERE j.runs AND n.stopped_at IS NULL AND n.died_at IS NULL AND n.seen_at > now() - interval '10 seconds'
                        GROUP BY j.job_group, j.job_name
                        HAVING (array_agg(n.node ORDER BY n.started_at DESC, n.node))[1] = :node
                        """)
                .bind("node", node)
                .map((row, context) -> new JobName(row.getString("job_group"), row.getString("job_name")))
                .list());
    }

    /**
     * In a rolling deploy, what an older node still runs, or a newer one already does, stays; so does, for a while, what nodes run that are only silent, and
     * for good a job that has been asked for and not done it yet.
     */
    public void removeWhatNobodyRuns() throws SchedulerException {
        Set<JobKey> wanted = new HashSet<>();
        catalogue.running().forEach(name -> wanted.add(QuartzNames.key(name)));
        jdbi.useHandle(handle -> handle.createQuery("""
                        SELECT DISTINCT j.job_group, j.job_name
                        FROM job_node_jobs j JOIN job_nodes n USING (node)
                        WHERE j.runs AND n.stopped_at IS NULL AND n.seen_at > now() - interval '10 minutes'
                        UNION
                        SELECT t.job_group, t.job_name
                        FROM qrtz_triggers t
                        WHERE t.sched_name = 'touchline' AND (t.trigger_group, t.trigger_name) <> (t.job_group, t.job_name)
                        """)
                .map((row, context) -> JobKey.jobKey(row.getString("job_name"), row.getString("job_group")))
                .forEach(wanted::add));
        for (JobKey stored : scheduler.getJobKeys(GroupMatcher.anyJobGroup())) {
            if (!wanted.contains(stored)) {
                scheduler.deleteJob(stored);
            }
        }
    }
}
