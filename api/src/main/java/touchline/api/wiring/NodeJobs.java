package touchline.api.wiring;

import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import touchline.api.config.GoogleConfig;
import touchline.api.config.market.BotsConfig;
import touchline.api.config.market.FeedConfig;
import touchline.feed.FeedFaults;
import touchline.feed.LivePoll;
import touchline.feed.SquadSync;
import touchline.feed.sportmonks.SportmonksClient;
import touchline.jobs.auth.JwksRefresh;
import touchline.jobs.auth.JwksRefreshJob;
import touchline.jobs.bots.BotDesk;
import touchline.jobs.bots.BotEngine;
import touchline.jobs.bots.BotRoster;
import touchline.jobs.bots.BotsJob;
import touchline.jobs.margin.MarginSweepJob;
import touchline.jobs.spinner.WeeklySpinJob;
import touchline.jobs.sportmonks.LiveMatchGuard;
import touchline.jobs.sportmonks.PollJob;
import touchline.jobs.sportmonks.SettleGuard;
import touchline.jobs.sportmonks.SettleJob;
import touchline.jobs.sportmonks.SquadsJob;
import touchline.jobs.ticks.TicksJob;
import touchline.market.fixture.Fixtures;
import touchline.market.fixture.MatchDay;
import touchline.market.fixture.MatchEvents;
import touchline.market.lease.Leases;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickTape;
import touchline.market.outbox.OutboxLags;
import touchline.market.retention.TickPartitions;
import touchline.market.retention.TickStreams;
import touchline.market.settlement.Settlement;
import touchline.market.settlement.SettlementGuard;
import touchline.market.settlement.SettlementListener;
import touchline.market.settlement.SettlementPreviews;
import touchline.market.spinner.Spinner;
import touchline.market.squad.Squads;
import touchline.market.sweep.MarginSweep;
import touchline.market.sweep.SweepRules;
import touchline.scheduler.PlatformJobs;
import touchline.scheduler.guard.Guard;
import touchline.scheduler.history.RetentionRepository;
import touchline.scheduler.job.Condition;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Retry;
import touchline.scheduler.job.Schedule;

/** Every job there is, with when it runs. */
public final class NodeJobs {
    private static final Duration TICKS_EVERY = Duration.ofHours(1);
    private static final Duration KEYS_EVERY = Duration.ofHours(6);

    private final NodeContext context;
    private final MarketServices market;
    private final String node;
    private final Fixtures fixtures;
    private final SettlementListener settlementListener;

    public NodeJobs(NodeContext context, MarketServices market, String node, SettlementListener settlementListener) {
        this.context = context;
        this.market = market;
        this.node = node;
        this.fixtures = new Fixtures(context.jdbi());
        this.settlementListener = settlementListener;
    }

    /**
     * The catalogue.
     *
     * @param alsoExpires deletes what else has run out, and gives how many rows that were
     */
    public JobCatalogue jobs(IntSupplier alsoExpires) {
        FeedConfig feed = context.configuration().feed();
        BotsConfig bots = context.configuration().bots();
        Condition polled = new Condition("SPORTMONKS_API_KEY is set", feed.isEnabled());
        SportmonksClient client = new SportmonksClient(feed.settings(), context.redis());
        SquadSync squads = squads(client, feed);
        LivePoll poll =
                new LivePoll(client, feed.timing(), squads, matchDay(feed), fixtures, new FeedFaults(context.redis()));
        return new JobCatalogue(List.of(
                        JobDefinition.named(PollJob.NAME)
                                .does("Looks at every match in play, makes the market follow it, and asks for the"
                                        + " settlements that are due")
                                .on(new Schedule.SelfTimed(feed.timing().idle()))
                                .exclusively()
                                .within(Duration.ofSeconds(30))
                                .lateAfter(Duration.ofSeconds(2))
                                .guardedBy(whileAMatchIsLive("prices don't move and nothing is settled"))
                                .onlyIf(polled)
                                .runs(new PollJob(poll)),
                        JobDefinition.named(SquadsJob.NAME)
                                .does("Takes over the calendar of the next week and the squads of everyone in it")
                                .on(new Schedule.Every(feed.squadsEvery().toJavaDuration()))
                                .exclusively()
                                .within(Duration.ofMinutes(15))
                                .lateAfter(Duration.ofMinutes(1))
                                .retried(Retry.times(5, Duration.ofSeconds(5), Duration.ofMinutes(5)))
                                .onlyIf(polled)
                                .runs(new SquadsJob(squads)),
                        JobDefinition.named(SettleJob.NAME)
                                .does("Settles one fixture: freeze, replay, sell, close, thaw")
                                .on(new Schedule.OnDemand())
                                .recovered()
                                .within(Duration.ofMinutes(5))
                                .retried(Retry.UNTIL_DONE)
                                .guardedBy(new SettleGuard(
                                        whileAMatchIsLive("the match is not settled when it is over"), previews()))
                                .taking(SettleJob.FIXTURE_PARAMETER)
                                .taking(SettleJob.KIND_PARAMETER)
                                .runs(new SettleJob(settlement())),
                        // Not recovered: while the lease of a dead node is valid, a node that took over its run
                        // would only find it held. The next
                        // sweep begins where that one stopped.
                        JobDefinition.named(MarginSweepJob.NAME)
                                .does("Checks all open positions against the ticks that were not checked,"
                                        + " and closes what they breached, at the breach")
                                .on(new Schedule.Every(context.configuration()
                                        .margin()
                                        .sweepEvery()
                                        .toJavaDuration()))
                                .exclusively()
                                .within(MarginSweepJob.DEADLINE)
                                .retried(Retry.times(3, Duration.ofSeconds(5), Duration.ofSeconds(30)))
                                .guardedBy(whileAMatchIsLive(
                                        "positions whose ticks were not watched stay open past their stops"))
                                .runs(new MarginSweepJob(sweep())),
                        JobDefinition.named(BotsJob.NAME)
                                .does("Lets every bot act once on what is being played")
                                .on(new Schedule.Every(bots.every().toJavaDuration()))
                                .ifMissed(Misfire.WAIT_FOR_NEXT)
                                .exclusively()
                                .within(Duration.ofSeconds(30))
                                .onlyIf(new Condition("BOT_ENABLED is 1", bots.isEnabled()))
                                .runs(new BotsJob(engine(feed, bots))),
                        ticks(),
                        weeklySpin(),
                        jwksRefresh(context.configuration().google())))
                .and(PlatformJobs.with(
                        new RetentionRepository(
                                context.jdbi(), context.configuration().jobs().keep()),
                        alsoExpires));
    }

    private JobDefinition ticks() {
        return JobDefinition.named(TicksJob.NAME)
                .does("Creates the partitions of coming days and deletes old ticks that are no longer needed")
                .on(new Schedule.Every(TICKS_EVERY))
                .exclusively()
                .within(Duration.ofMinutes(10))
                .lateAfter(Duration.ofMinutes(5))
                .retried(Retry.times(5, Duration.ofSeconds(10), Duration.ofMinutes(5)))
                .runs(new TicksJob(
                        new TickPartitions(context.jdbi()),
                        new TickStreams(context.redis(), context.jdbi()),
                        new OutboxLags(context.redis(), context.jdbi()),
                        context.configuration().ticks().keep()));
    }

    private JobDefinition weeklySpin() {
        return JobDefinition.named(WeeklySpinJob.NAME)
                .does("Draws the winner of every week that is over, and publishes the hashes of the seeds to come")
                .on(new Schedule.Cron("0 5 0 ? * MON"))
                .exclusively()
                .recovered()
                .within(Duration.ofMinutes(10))
                .lateAfter(Duration.ofMinutes(1))
                .retried(Retry.UNTIL_DONE)
                .runs(new WeeklySpinJob(new Spinner(context.jdbi(), context.redis()), context.clock()));
    }

    private JobDefinition jwksRefresh(GoogleConfig google) {
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
                .onlyIf(new Condition("GOOGLE_CLIENT_ID is set", google.isEnabled()))
                .runs(new JwksRefreshJob(new JwksRefresh(google.settings(), context.jdbi(), context.redis())));
    }

    /** Objects during a match, with what holding the job back does to the market. */
    private Guard whileAMatchIsLive(String harm) {
        return new LiveMatchGuard(fixtures, "without it " + harm);
    }

    private SquadSync squads(SportmonksClient client, FeedConfig feed) {
        Squads squads = new Squads(
                context.jdbi(),
                market.instruments(),
                context.configuration().market().listingTerms());
        return new SquadSync(
                client, feed.leagueIds(), matchDay(feed), squads, context.clock(), new FeedFaults(context.redis()));
    }

    private MatchDay matchDay(FeedConfig feed) {
        MatchEvents events = new MatchEvents(
                context.redis(),
                market.rules(),
                context.configuration().market().bumpTable(),
                context.configuration().market().eventFreezes());
        return new MatchDay(fixtures, events, context.redis(), feed.patience());
    }

    private SettlementPreviews previews() {
        return new SettlementPreviews(
                context.jdbi(),
                context.redis(),
                market.positions(),
                new SettlementGuard(
                        context.jdbi(),
                        context.configuration().feed().patience().settleAfter()));
    }

    private Settlement settlement() {
        MarginReplay replay = new MarginReplay(market.positions(), new TickTape(context.redis()));
        return new Settlement(
                context.jdbi(),
                context.redis(),
                replay,
                market.positions(),
                settlementListener,
                context.configuration().feed().patience().settleAfter());
    }

    private MarginSweep sweep() {
        return new MarginSweep(
                context.redis(),
                context.jdbi(),
                new Leases(context.redis(), context.jdbi(), node),
                market.positions(),
                SweepRules.standard(context.configuration().margin().sweepWorkers()));
    }

    private BotEngine engine(FeedConfig feed, BotsConfig bots) {
        BotEngine.PlayedInstruments played = feed.isEnabled()
                ? BotEngine.PlayedInstruments.ofLiveMatches(fixtures, market.instruments())
                : BotEngine.PlayedInstruments.all(market.instruments());
        return BotEngine.on(
                context.redis(),
                new BotRoster(context.jdbi(), market.wallets(), bots.rules()),
                bots.rules(),
                new BotDesk(market.spot(), market.positions(), market.wallets()),
                played,
                context.clock());
    }
}
