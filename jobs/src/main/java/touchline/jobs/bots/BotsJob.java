package touchline.jobs.bots;

import java.time.Duration;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.TouchlineJob;

/** Lets every persona act once while a match is live. While none is, it sleeps until the next kick-off, so that no run is recorded for nothing. */
public final class BotsJob implements TouchlineJob {
    public static final JobName NAME = JobName.of("bots/tick");

    private final BotEngine engine;
    private final Duration every;
    private final Duration idle;

    /**
     * Creates the job.
     *
     * @param every the time between two ticks while there is something to trade
     * @param idle the longest time between two ticks
     */
    public BotsJob(BotEngine engine, Duration every, Duration idle) {
        this.engine = engine;
        this.every = every;
        this.idle = idle;
    }

    @Override
    public JobReport run(JobRun run) {
        BotTick tick = engine.tick(run.scheduledFor().toEpochMilli());
        Duration quiet = tick.quietFor();
        Duration next = quiet.compareTo(idle) > 0 ? idle : quiet;
        return tick.report().nextRunIn(next.compareTo(every) < 0 ? every : next);
    }
}
