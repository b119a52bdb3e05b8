package touchline.api.wiring;

import java.util.List;
import java.util.function.IntSupplier;
import touchline.api.config.GoogleConfig;
import touchline.api.config.JobsConfig;
import touchline.api.config.market.BotsConfig;
import touchline.api.config.market.FeedConfig;
import touchline.feed.FeedFaults;
import touchline.feed.LivePoll;
import touchline.feed.SquadSync;
import touchline.feed.sportmonks.SportmonksClient;
import touchline.jobs.JobServices;
import touchline.jobs.JobSettings;
import touchline.jobs.MarketJobs;
import touchline.jobs.auth.JwksRefresh;
import touchline.jobs.bots.BotDesk;
import touchline.jobs.bots.BotEngine;
import touchline.jobs.bots.BotRoster;
import touchline.jobs.spinner.WeeklySpinJob;
import touchline.jobs.ticks.TicksJob;
import touchline.market.correction.ForcedSettlements;
import touchline.market.correction.SoloAllowance;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchDay;
import touchline.market.fixture.MatchEvents;
import touchline.market.lease.Leases;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickTape;
import touchline.market.outbox.OutboxLags;
import touchline.market.position.Positions;
import touchline.market.retention.TickPartitionRepository;
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
import touchline.scheduler.history.RetentionRepository;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.trend.TrendRepository;

/** Wires the services of a node into the catalogue of jobs. */
public final class NodeJobs {
    private final NodeContext context;
    private final NodeContext reserved;
    private final MarketServices market;
    private final Leases leases;
    private final FixtureRepository fixtures;
    private final SettlementListener settlementListener;

    /**
     * Creates it.
     *
     * @param reserved the stores for settlements
     * @param leases of this node
     */
    public NodeJobs(
            NodeContext context,
            NodeContext reserved,
            MarketServices market,
            Leases leases,
            SettlementListener settlementListener) {
        this.context = context;
        this.reserved = reserved;
        this.market = market;
        this.leases = leases;
        this.fixtures = new FixtureRepository(context.jdbi());
        this.settlementListener = settlementListener;
    }

    /**
     * Returns the catalogue.
     *
     * @param alsoExpires deletes other expired rows and returns their number
     */
    public JobCatalogue jobs(IntSupplier alsoExpires) {
        FeedConfig feed = context.configuration().feed();
        BotsConfig bots = context.configuration().bots();
        GoogleConfig google = context.configuration().google();
        SportmonksClient client = new SportmonksClient(feed.settings(), context.redis());
        SquadSync squads = squads(client, feed);
        JobServices services = new JobServices(
                new LivePoll(client, feed.timing(), squads, matchDay(feed), fixtures, new FeedFaults(context.redis())),
                squads,
                settlement(),
                previews(),
                new ForcedSettlements(
                        context.jdbi(),
                        new SoloAllowance(context.configuration().operators().correctionsToApprove())),
                sweep(),
                engine(feed, bots),
                new JwksRefresh(google.settings(), context.jdbi(), context.redis()));
        JobSettings settings = new JobSettings(
                feed.timing().idle(),
                feed.squadsEvery().toJavaDuration(),
                context.configuration().margin().sweepEvery().toJavaDuration(),
                bots.every().toJavaDuration(),
                feed.isEnabled(),
                bots.isEnabled(),
                google.isEnabled());
        JobCatalogue catalogue = new MarketJobs(services, settings, fixtures)
                .catalogue(ticks(), new WeeklySpinJob(new Spinner(context.jdbi(), context.redis()), context.clock()))
                .and(PlatformJobs.with(
                        new RetentionRepository(
                                context.jdbi(), context.configuration().jobs().keep()),
                        alsoExpires));
        JobsConfig jobs = context.configuration().jobs();
        return catalogue.and(List.of(PlatformJobs.trends(
                new TrendRepository(context.jdbi(), jobs.keepRuns().toJavaDuration()), catalogue, jobs.promised())));
    }

    private TicksJob ticks() {
        return new TicksJob(
                new TickPartitionRepository(context.jdbi()),
                new TickStreams(context.redis(), context.jdbi()),
                new OutboxLags(context.redis(), context.jdbi()),
                context.configuration().ticks().keep());
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

    Settlement settlement() {
        Positions positions = MarketServices.on(reserved).positions();
        return new Settlement(
                reserved.jdbi(),
                reserved.redis(),
                new MarginReplay(positions, new TickTape(reserved.redis())),
                positions,
                settlementListener,
                context.configuration().feed().patience().settleAfter());
    }

    private MarginSweep sweep() {
        return new MarginSweep(
                context.redis(),
                context.jdbi(),
                leases,
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
