package touchline.scheduler.watch;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.ledger.RunJournal;
import touchline.scheduler.run.LocalRuns;
import touchline.scheduler.text.HumanFormat;

/** Reports runs of this node that ignore an interrupt, with their stack: only the end of the node ends them. */
public final class IgnoredInterrupts {
    private static final Logger LOG = LoggerFactory.getLogger(IgnoredInterrupts.class);
    private static final int FRAMES = 30;

    private final Jdbi jdbi;
    private final LocalRuns runs;
    private final RunJournal journal;
    private final WatchdogRules rules;

    public IgnoredInterrupts(Jdbi jdbi, LocalRuns runs, RunJournal journal, WatchdogRules rules) {
        this.jdbi = jdbi;
        this.runs = runs;
        this.journal = journal;
        this.rules = rules;
    }

    /** Reports each run once: in its row, in its log and in the node's log. */
    public void report() {
        for (LocalRuns.Unheeding run : runs.unheeding(rules.unheeded())) {
            String stands = run.stack().stream()
                    .filter(frame -> !frame.startsWith("java.lang.Thread.getStackTrace"))
                    .findFirst()
                    .orElse("nowhere");
            String words = run.why() + "; it has not heeded that for " + HumanFormat.setting(rules.unheeded())
                    + ", and stands at " + stands;
            jdbi.useHandle(handle -> handle.createUpdate(
                            "UPDATE job_executions SET reason = :reason WHERE id = :id AND outcome = 'RUNNING'")
                    .bind("reason", words)
                    .bind("id", run.execution())
                    .execute());
            journal.line(run.execution(), "WARN", words);
            run.stack().stream().limit(FRAMES).forEach(frame -> journal.line(run.execution(), "WARN", "  at " + frame));
            LOG.warn("{} (run {}): {}", run.job(), run.execution(), words);
            runs.reported(run);
        }
    }
}
