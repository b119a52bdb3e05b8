package touchline.scheduler.quartz;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.spi.OperableTrigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.job.FencedException;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.ledger.RunEnd;
import touchline.scheduler.ledger.RunJournal;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.run.HeadStart;
import touchline.scheduler.run.LocalRuns;
import touchline.scheduler.run.OpenRuns;
import touchline.scheduler.run.RunInProgress;
import touchline.scheduler.run.RunInterrupt;
import touchline.scheduler.trigger.EffectiveSchedules;
import touchline.scheduler.trigger.JobRequests;
import touchline.scheduler.trigger.QuartzNames;
import touchline.scheduler.trigger.TriggerData;

/** Runs the job of a fired trigger and schedules its next run or retry. Never throws to Quartz. */
@SuppressWarnings("JavaUtilDate") // Quartz' own type
public final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final JobCatalogue catalogue;
    private final OpenRuns open;
    private final LocalRuns here;
    private final RunJournal journal;
    private final Jdbi jdbi;

    public JobRunner(JobCatalogue catalogue, OpenRuns open, LocalRuns here, RunJournal journal, Jdbi jdbi) {
        this.catalogue = catalogue;
        this.open = open;
        this.here = here;
        this.journal = journal;
        this.jdbi = jdbi;
    }

    void run(JobExecutionContext context) {
        OperableTrigger trigger = (OperableTrigger) context.getTrigger();
        long execution = open.execution(trigger.getFireInstanceId());
        JobDefinition definition = catalogue
                .find(QuartzNames.name(context.getJobDetail().getKey()))
                .orElseThrow();
        Date scheduled = context.getScheduledFireTime();
        Instant due = (scheduled == null ? context.getFireTime() : scheduled).toInstant();
        HeadStart.awaitDue(due);
        RunInProgress run = new RunInProgress(
                definition,
                execution,
                TriggerData.of(trigger.getJobDataMap()),
                due,
                journal,
                new JobRequests(context.getScheduler()));
        journal.open(execution);
        Instant began = Instant.now();
        here.listeners().began(run.job(), Duration.between(run.scheduledFor(), began));
        Ended ended = work(run);
        Duration took = Duration.between(began, Instant.now());
        RunEnd end;
        try {
            end = settle(run, ended, retiming(context.getScheduler(), run));
        } catch (Retiming.LeftBehindException e) {
            LOG.warn("a run is left to other nodes: job={} run={} cause={}", run.job(), execution, e.getMessage());
            open.leave(trigger.getFireInstanceId());
            return;
        }
        here.listeners().ended(run.job(), end.outcome(), took);
        open.ended(trigger.getFireInstanceId(), end);
    }

    private Retiming retiming(Scheduler scheduler, RunInProgress run) {
        return new Retiming(
                scheduler,
                run,
                new CatalogueReconciler(scheduler, catalogue, new EffectiveSchedules(jdbi), jdbi),
                here::areLeftBehind);
    }

    /** The result of the job's code. */
    private record Ended(
            @Nullable JobReport report, @Nullable Throwable error) {}

    private Ended work(RunInProgress run) {
        try {
            if (run.definition().exclusive()) {
                run.fence(RunFence.raise(jdbi, run.job(), run.execution()));
            }
            return new Ended(call(run), null);
        } catch (Exception | Error e) {
            return new Ended(null, e);
        }
    }

    private JobReport call(RunInProgress run) throws Exception {
        here.begin(run);
        try {
            return run.definition().job().run(run);
        } finally {
            here.end(run);
        }
    }

    /** Determines the outcome and the time of the next run. */
    private RunEnd settle(RunInProgress run, Ended ended, Retiming retiming) {
        RunInterrupt interrupt = run.interrupted();
        JobReport report = ended.report() == null ? JobReport.done() : ended.report();
        RunOutcome outcome = outcome(ended, interrupt);
        boolean honoured = interrupt != null && ended.error() != null;
        Duration wait = null;
        switch (outcome) {
            case SUCCEEDED, SKIPPED -> goOn(run, report, retiming);
            case FAILED, TIMED_OUT -> wait = retry(run, retiming);
            case INTERRUPTED -> {
                // An operator's interrupt is final; the run of a stopping node is left to another node.
                if (interrupt == null || interrupt.source() != RunInterrupt.Source.OPERATOR) {
                    wait = retry(run, retiming);
                }
            }
            case QUEUED, RUNNING, LOST -> throw new IllegalStateException(outcome + " is no end");
        }
        if (outcome == RunOutcome.FAILED) {
            LOG.warn(
                    "a run failed: job={} run={} attempt={}", run.job(), run.execution(), run.attempt(), ended.error());
            journal.line(run.execution(), "ERROR", String.valueOf(ended.error()));
        }
        return new RunEnd(
                run.execution(),
                outcome,
                Instant.now(),
                report,
                outcome == RunOutcome.SKIPPED ? report.skipped() : interrupt == null ? null : interrupt.why(),
                ended.error(),
                wait,
                honoured,
                ended.error() instanceof FencedException fenced ? fenced.getMessage() : null,
                journal.close(run.execution()));
    }

    private static RunOutcome outcome(Ended ended, @Nullable RunInterrupt interrupt) {
        if (interrupt != null && interrupt.source() == RunInterrupt.Source.DEADLINE) {
            return RunOutcome.TIMED_OUT;
        }
        if (ended.report() != null) {
            return ended.report().skipped() == null ? RunOutcome.SUCCEEDED : RunOutcome.SKIPPED;
        }
        // After an interrupt every exception counts as its consequence: many libraries wrap it.
        return interrupt != null || ended.error() instanceof InterruptedException
                ? RunOutcome.INTERRUPTED
                : RunOutcome.FAILED;
    }

    private static void goOn(RunInProgress run, JobReport report, Retiming retiming) {
        Duration next = report.next();
        if (next != null && run.definition().schedule() instanceof Schedule.SelfTimed timed) {
            retiming.beat(next, timed.fallback());
        } else if (next != null && run.data().subject() != null) {
            retiming.again(next, run.data().subject());
        }
    }

    /** Schedules a retry if there is one; returns its delay. */
    private static @Nullable Duration retry(RunInProgress run, Retiming retiming) {
        if (!run.definition().retry().goesOnAfter(run.attempt())) {
            return null;
        }
        Duration wait = run.definition().retry().waitAfter(run.attempt(), ThreadLocalRandom.current());
        String subject = run.data().subject();
        retiming.again(
                wait, subject != null ? subject : "retry-" + run.scheduledFor().toEpochMilli());
        return wait;
    }
}
