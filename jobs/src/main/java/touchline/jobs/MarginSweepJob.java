package touchline.jobs;

import java.time.Duration;
import java.util.Locale;
import touchline.market.sweep.MarginSweep;
import touchline.market.sweep.SweepListener;
import touchline.market.sweep.SweepSummary;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.TouchlineJob;

/** Replays the ticks that offline users missed, so that breaches do not wait for their return. */
final class MarginSweepJob implements TouchlineJob {
    static final JobName NAME = JobName.of("margin/sweep");
    static final Duration DEADLINE = Duration.ofSeconds(270);

    private final MarginSweep sweep;

    MarginSweepJob(MarginSweep sweep) {
        this.sweep = sweep;
    }

    @Override
    public JobReport run(JobRun run) throws InterruptedException {
        return sweep.everyUserWithAnOpenPosition(listener(run))
                .map(MarginSweepJob::report)
                .orElseGet(() -> JobReport.skipped(MarginSweep.LEASE + " is held by "
                        + sweep.holder().orElse("another node that has just given it back")));
    }

    private static JobReport report(SweepSummary swept) {
        return JobReport.of("users", swept.users())
                .and("positions", swept.positions())
                .and("closed", swept.closed())
                .and("wash-outs", swept.washOuts())
                .and("put-aside", swept.putAside())
                .and("left", swept.left())
                .saying(String.format(
                        Locale.ROOT, "%,d users swept, %,d wash-outs fired", swept.users(), swept.washOuts()));
    }

    private static SweepListener listener(JobRun run) {
        return new SweepListener() {
            @Override
            public void progress(int percent, String words) {
                run.progress(percent, words);
            }

            @Override
            public void note(String line) {
                run.log(line);
            }
        };
    }
}
