package touchline.jobs;

import java.time.Duration;
import java.util.List;
import touchline.jobs.auth.JwksRefreshJob;
import touchline.jobs.bots.BotsJob;
import touchline.jobs.spinner.WeeklySpinJob;
import touchline.jobs.sportmonks.LiveMatchGuard;
import touchline.jobs.sportmonks.SportmonksJobs;
import touchline.jobs.ticks.TicksJob;
import touchline.market.fixture.FixtureRepository;
import touchline.scheduler.job.Condition;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Retry;
import touchline.scheduler.job.Schedule;

/** The catalogue: all jobs of the market, and when each runs. */
public final class MarketJobs {
    private static final Duration TICKS_EVERY = Duration.ofHours(1);
    private static final Duration KEYS_EVERY = Duration.ofHours(6);

    private final JobServices services;
    private final JobSettings settings;
    private final FixtureRepository fixtures;

    public MarketJobs(JobServices services, JobSettings settings, FixtureRepository fixtures) {
        this.services = services;
        this.settings = settings;
        this.fixtures = fixtures;
    }

    public JobCatalogue catalogue(TicksJob ticks, WeeklySpinJob spin) {
        SportmonksJobs sportmonks = new SportmonksJobs(
                services.poll(),
                services.squads(),
                services.settlement(),
                services.previews(),
                services.forced(),
                fixtures);
        Condition hasFeed = new Condition("SPORTMONKS_API_KEY is set", settings.feedEnabled());
        return new JobCatalogue(List.of(
                sportmonks.poll(settings.pollFallback(), hasFeed),
                sportmonks.squads(settings.squadsEvery(), hasFeed),
                sportmonks.settle(),
                sweep(),
                bots(),
                ticks(ticks),
                weeklySpin(spin),
                jwksRefresh()));
    }

    /**
     * Not recovered: while the lease of a dead node is valid, a node that took over its run would only find it held. The next sweep begins where that
     * one stopped.
     */
    private JobDefinition sweep() {
        return JobDefinition.named(MarginSweepJob.NAME)
                .does("Checks all open positions against the ticks that were not checked,"
                        + " and closes what they breached, at the breach")
                .on(new Schedule.Every(settings.sweepEvery()))
                .exclusively()
                .within(MarginSweepJob.DEADLINE)
                .retried(Retry.times(3, Duration.ofSeconds(5), Duration.ofSeconds(30)))
                .guardedBy(new LiveMatchGuard(
                        fixtures, "without it positions whose ticks were not watched stay open past their stops"))
                .runs(new MarginSweepJob(services.sweep()));
    }

    private JobDefinition bots() {
        return JobDefinition.named(BotsJob.NAME)
                .does("Lets every bot act once on what is being played")
                .on(new Schedule.SelfTimed(settings.botsIdle()))
                .ifMissed(Misfire.WAIT_FOR_NEXT)
                .exclusively()
                .within(Duration.ofSeconds(30))
                .onlyIf(new Condition("BOT_ENABLED is 1", settings.botsEnabled()))
                .runs(new BotsJob(services.bots(), settings.botsEvery(), settings.botsIdle()));
    }

    private static JobDefinition ticks(TicksJob job) {
        return JobDefinition.named(TicksJob.NAME)
                .does("Creates the partitions of coming days and deletes old ticks that are no longer needed")
                .on(new Schedule.Every(TICKS_EVERY))
                .exclusively()
                .within(Duration.ofMinutes(10))
                .lateAfter(Duration.ofMinutes(5))
                .retried(Retry.times(5, Duration.ofSeconds(10), Duration.ofMinutes(5)))
                .runs(job);
    }

    private static JobDefinition weeklySpin(WeeklySpinJob job) {
        return JobDefinition.named(WeeklySpinJob.NAME)
                .does("Draws the winner of every week that is over, and publishes the hashes of the seeds to come")
                .on(new Schedule.Cron("0 5 0 ? * MON"))
                .exclusively()
                .recovered()
                .within(Duration.ofMinutes(10))
                .lateAfter(Duration.ofMinutes(1))
                .retried(Retry.UNTIL_DONE)
                .runs(job);
    }

    private JobDefinition jwksRefresh() {
        return JobDefinition.named(JwksRefreshJob.NAME)
                .does("Fetches the keys by which Google signs ID tokens, for every node")
                .on(new Schedule.Every(KEYS_EVERY))
                .exclusively()
                .recovered()
                .within(Duration.ofMinutes(1))
                .lateAfter(Duration.ofMinutes(1))
                // No two attempts within 30 s: Google is not to be hammered when it is down.
                .retried(Retry.times(5, Duration.ofSeconds(40), Duration.ofMinutes(10)))
                .taking(JwksRefreshJob.BECAUSE)
                .onlyIf(new Condition("GOOGLE_CLIENT_ID is set", settings.googleEnabled()))
                .runs(new JwksRefreshJob(services.keys()));
    }
}
