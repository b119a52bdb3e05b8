package touchline.jobs.sportmonks;

import java.time.Duration;
import touchline.feed.LivePoll;
import touchline.feed.SquadSync;
import touchline.market.correction.ForcedSettlements;
import touchline.market.fixture.FixtureRepository;
import touchline.market.settlement.Settlement;
import touchline.market.settlement.SettlementPreviews;
import touchline.scheduler.guard.Guard;
import touchline.scheduler.job.Condition;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.Retry;
import touchline.scheduler.job.Schedule;

/** The jobs that follow the matches of the feed. */
public final class SportmonksJobs {
    private final LivePoll poll;
    private final SquadSync squads;
    private final Settlement settlement;
    private final SettlementPreviews previews;
    private final ForcedSettlements forced;
    private final FixtureRepository fixtures;

    public SportmonksJobs(
            LivePoll poll,
            SquadSync squads,
            Settlement settlement,
            SettlementPreviews previews,
            ForcedSettlements forced,
            FixtureRepository fixtures) {
        this.poll = poll;
        this.squads = squads;
        this.settlement = settlement;
        this.previews = previews;
        this.forced = forced;
        this.fixtures = fixtures;
    }

    /**
     * The poll of the feed.
     *
     * @param fallback the interval while no poll sets the time of the next
     */
    public JobDefinition poll(Duration fallback, Condition hasFeed) {
        return JobDefinition.named(PollJob.NAME)
                .does("Looks at every match in play, makes the market follow it, and asks for the"
                        + " settlements that are due")
                .on(new Schedule.SelfTimed(fallback))
                .exclusively()
                .within(Duration.ofSeconds(30))
                .lateAfter(Duration.ofSeconds(2))
                .guardedBy(whileAMatchIsLive("prices don't move and nothing is settled"))
                .onlyIf(hasFeed)
                .runs(new PollJob(poll));
    }

    public JobDefinition squads(Duration interval, Condition hasFeed) {
        return JobDefinition.named(SquadsJob.NAME)
                .does("Takes over the calendar of the next week and the squads of everyone in it")
                .on(new Schedule.Every(interval))
                .exclusively()
                .within(Duration.ofMinutes(15))
                .lateAfter(Duration.ofMinutes(1))
                .retried(Retry.times(5, Duration.ofSeconds(5), Duration.ofMinutes(5)))
                .onlyIf(hasFeed)
                .runs(new SquadsJob(squads));
    }

    public JobDefinition settle() {
        return JobDefinition.named(SettleJob.NAME)
                .does("Settles one fixture: freeze, replay, sell, close, thaw")
                .on(new Schedule.OnDemand())
                .recovered()
                .within(Duration.ofMinutes(5))
                .retried(Retry.UNTIL_DONE)
                .guardedBy(new SettleGuard(
                        whileAMatchIsLive("the match is not settled when it is over"), previews, forced))
                .taking(SettleJob.FIXTURE_PARAMETER)
                .taking(SettleJob.KIND_PARAMETER)
                .runs(new SettleJob(settlement, forced));
    }

    private Guard whileAMatchIsLive(String harm) {
        return new LiveMatchGuard(fixtures, "without it " + harm);
    }
}
