package touchline.jobs.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the job that a fired trigger names, writes the history, and sees to it that it runs again when it should. Never throws to Quartz. */
final class JobRunner {
    static final String ATTEMPT = "touchline.attempt";

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final JobCatalogue catalogue;
    private final JobHistory history;

    JobRunner(JobCatalogue catalogue, JobHistory history) {
        this.catalogue = catalogue;
        this.history = history;
    }

    void run(JobExecutionContext context) {
        JobName name = JobName.of(context.getJobDetail().getKey());
        Instant scheduled = instant(context.getScheduledFireTime(), context.getFireTime());
        Map<String, String> parameters = parameters(context.getMergedJobDataMap());
        int attempt = attempt(context.getMergedJobDataMap());
        TriggerKey trigger = context.isRecovering()
                ? context.getRecoveringTriggerKey()
                : context.getTrigger().getKey();
        Long execution = history.begun(new JobHistory.Begun(
                name,
                trigger.getName(),
                attempt,
                context.isRecovering(),
                parameters,
                scheduled,
                context.getFireTime().toInstant()));
        JobRun run = new JobRun(
                name,
                scheduled,
                attempt,
                parameters,
                words -> history.progress(execution, words),
                new JobRequests(context.getScheduler()));
        Retiming retiming =
                new Retiming(context.getScheduler(), context.getJobDetail().getKey(), trigger, parameters);
        JobDefinition definition = catalogue.find(name).orElse(null);
        if (definition == null) {
            // In a rolling deploy an older node may be asked for what it doesn't know yet.
            history.finished(execution, Outcome.SKIPPED, JobReport.skipped("this node does not know the job"), null);
            return;
        }
        work(definition, run, execution, retiming);
    }

    private void work(JobDefinition definition, JobRun run, @Nullable Long execution, Retiming retiming) {
        try {
            JobReport report = definition.job().run(run);
            history.finished(execution, report.skipped() == null ? Outcome.SUCCEEDED : Outcome.SKIPPED, report, null);
            Duration next = report.next();
            if (next != null && definition.schedule() instanceof Schedule.SelfTimed timed) {
                retiming.beat(next, timed.fallback());
            } else if (next != null && definition.schedule() instanceof Schedule.OnDemand) {
                retiming.again(next, run.attempt() + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            history.finished(execution, Outcome.INTERRUPTED, JobReport.done(), e);
            retry(definition, run, retiming);
        } catch (Exception | Error e) {
            LOG.warn("{} failed (attempt {})", run.job(), run.attempt(), e);
            history.finished(execution, Outcome.FAILED, JobReport.done(), e);
            retry(definition, run, retiming);
        }
    }

    /** What was asked for is done in the end; what repeats anyway is left to its next time. */
    private static void retry(JobDefinition definition, JobRun run, Retiming retiming) {
        if (definition.schedule() instanceof Schedule.OnDemand) {
            retiming.again(Retiming.backoff(run.attempt()), run.attempt() + 1);
        }
    }

    private static Instant instant(@Nullable Date scheduled, Date fired) {
        return (scheduled == null ? fired : scheduled).toInstant();
    }

    private static int attempt(JobDataMap data) {
        String attempt = data.getString(ATTEMPT);
        return attempt == null ? 1 : Integer.parseInt(attempt);
    }

    private static Map<String, String> parameters(JobDataMap data) {
        Map<String, String> parameters = new TreeMap<>();
        for (String key : data.getKeys()) {
            if (!key.startsWith("touchline.") && !key.startsWith("QRTZ_")) {
                parameters.put(key, data.getString(key));
            }
        }
        return parameters;
    }
}
