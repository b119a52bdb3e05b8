package touchline.jobs.bots;

import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.TouchlineJob;

/** Lets every persona act once while a match is live. */
public final class BotsJob implements TouchlineJob {
    public static final JobName NAME = JobName.of("bots/tick");

    private final BotEngine engine;

    public BotsJob(BotEngine engine) {
        this.engine = engine;
    }

    @Override
    public JobReport run(JobRun run) {
        return engine.tick(run.scheduledFor().toEpochMilli()).report();
    }
}
