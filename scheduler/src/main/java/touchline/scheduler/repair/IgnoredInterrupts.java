package touchline.scheduler.repair;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.ledger.RunJournal;
import touchline.scheduler.run.LocalRuns;
import touchline.scheduler.text.HumanFormat;
import touchline.scheduler.watch.WatchdogRules;

/** Reports runs of this node that ignore an interrupt, with their stack: only the end of the node ends them. */
final class IgnoredInterrupts {
    private static final Logger LOG = LoggerFactory.getLogger(IgnoredInterrupts.class);
    private static final int FRAMES = 30;

    private final LocalRuns runs;
    private final RunJournal journal;
    private final WatchdogRules rules;

    IgnoredInterrupts(LocalRuns runs, RunJournal journal, WatchdogRules rules) {
        this.runs = runs;
        this.journal = journal;
        this.rules = rules;
    }

    /** Reports each run once: in its row, in its log and in the node's log. */
    void report() {
        for (LocalRuns.IgnoringRun run : runs.ignoringInterrupt(rules.interruptIgnored())) {
            String frame = run.stack().stream()
                    .filter(line -> !line.startsWith("java.lang.Thread.getStackTrace"))
                    .findFirst()
                    .orElse("nowhere");
            String words = run.why() + "; it has ignored that for " + HumanFormat.setting(rules.interruptIgnored())
                    + ", and is at " + frame;
            journal.reason(run.execution(), words);
            journal.line(run.execution(), "WARN", words);
            run.stack().stream().limit(FRAMES).forEach(line -> journal.line(run.execution(), "WARN", "  at " + line));
            LOG.warn("a run ignores its interrupt: job={} run={} {}", run.job(), run.execution(), words);
            runs.reported(run);
        }
    }
}
