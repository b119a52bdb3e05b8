package touchline.jobs.bots;

import touchline.jobs.platform.job.JobName;
import touchline.jobs.platform.job.JobReport;
import touchline.jobs.platform.job.JobRun;
import touchline.jobs.platform.job.TouchlineJob;

/** Lets every persona act once, while a match is live; between matches it says what it waits for. */
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
