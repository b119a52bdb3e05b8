package touchline.jobs.bots;

import java.util.Map;
import touchline.jobs.bots.BotDesk.Traded;
import touchline.jobs.platform.job.JobName;
import touchline.jobs.platform.job.JobReport;
import touchline.jobs.platform.job.JobRun;
import touchline.jobs.platform.job.TouchlineJob;

/** Lets every persona act once. */
public final class BotsJob implements TouchlineJob {
    public static final JobName NAME = JobName.of("bots/tick");

    private final BotEngine engine;

    public BotsJob(BotEngine engine) {
        this.engine = engine;
    }

    @Override
    public JobReport run(JobRun run) {
        Map<Traded, Integer> done = engine.tick(run.scheduledFor().getEpochSecond());
        if (done.isEmpty()) {
            return JobReport.skipped("nothing is being played");
        }
        JobReport report = JobReport.done();
        for (Map.Entry<Traded, Integer> one : done.entrySet()) {
            report = report.and(one.getKey().name().toLowerCase(java.util.Locale.ROOT), one.getValue());
        }
        return report;
    }
}
