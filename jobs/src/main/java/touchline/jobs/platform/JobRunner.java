package touchline.jobs.platform;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the job that a fired trigger names, writes the history, and sees to it that it runs again when it should. Never throws to Quartz. */
final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final JobCatalogue catalogue;
    private final JobHistory history;
    private final RunsHere runs;

    JobRunner(JobCatalogue catalogue, JobHistory history, RunsHere runs) {
        this.catalogue = catalogue;
        this.history = history;
        this.runs = runs;
    }

    void run(JobExecutionContext context) {
        Fired fired = Fired.of(context);
        Retiming retiming = new Retiming(context.getScheduler(), fired);
        Long execution = history.begun(fired);
        JobDefinition definition = catalogue.find(fired.job()).orElse(null);
        if (definition == null) {
            // In a rolling deploy an older node may be asked for what it doesn't know yet. A newer one will do what was
            // requested.
            history.finished(execution, Outcome.SKIPPED, JobReport.skipped("this node does not know the job"), null);
            retry(fired, retiming);
            return;
        }
        JobRun run = new JobRun(
                fired.job(),
                fired.scheduledFor(),
                fired.attempt(),
                fired.parameters(),
                words -> history.progress(execution, words),
                new JobRequests(context.getScheduler()));
        work(definition, run, execution, fired, retiming);
    }

    private void work(JobDefinition definition, JobRun run, @Nullable Long execution, Fired fired, Retiming retiming) {
        try {
            JobReport report = call(definition.job(), run);
            history.finished(execution, report.skipped() == null ? Outcome.SUCCEEDED : Outcome.SKIPPED, report, null);
            Duration next = report.next();
            if (next != null && definition.schedule() instanceof Schedule.SelfTimed timed) {
                retiming.beat(next, timed.fallback());
            } else if (next != null && fired.subject() != null) {
                retiming.again(next);
            }
        } catch (InterruptedException e) {
            history.finished(execution, Outcome.INTERRUPTED, JobReport.done(), e);
            retry(fired, retiming);
        } catch (Exception | Error e) {
            LOG.warn("{} failed (attempt {})", run.job(), run.attempt(), e);
            history.finished(execution, Outcome.FAILED, JobReport.done(), e);
            retry(fired, retiming);
        }
    }

    private JobReport call(TouchlineJob job, JobRun run) throws Exception {
        runs.begin();
        try {
            return job.run(run);
        } finally {
            runs.end();
        }
    }

    /** What was asked for is done in the end; what repeats anyway is left to its next time. */
    private static void retry(Fired fired, Retiming retiming) {
        if (fired.subject() != null) {
            retiming.again(Retiming.backoff(fired.attempt()));
        }
    }
}
