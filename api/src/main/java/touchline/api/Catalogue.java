package touchline.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import touchline.api.config.BotsConfig;
import touchline.api.config.FeedConfig;
import touchline.jobs.bots.BotDesk;
import touchline.jobs.bots.BotEngine;
import touchline.jobs.bots.BotRoster;
import touchline.jobs.bots.BotsJob;
import touchline.jobs.platform.JobCatalogue;
import touchline.jobs.platform.JobDefinition;
import touchline.jobs.platform.Schedule;
import touchline.jobs.sportmonks.LivePoll;
import touchline.jobs.sportmonks.PollJob;
import touchline.jobs.sportmonks.SettleJob;
import touchline.jobs.sportmonks.SquadSync;
import touchline.jobs.sportmonks.SquadsJob;
import touchline.jobs.sportmonks.feed.SportmonksClient;
import touchline.market.fixture.Fixtures;
import touchline.market.fixture.MatchDay;
import touchline.market.fixture.MatchEvents;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickTape;
import touchline.market.settlement.Settlement;
import touchline.market.settlement.SettlementListener;
import touchline.market.squad.Squads;

/** Every job there is, with when it runs. */
final class Catalogue {
    private static final Duration SQUADS_EVERY = Duration.ofHours(6);

    private final Stage stage;
    private final Market market;
    private final Fixtures fixtures;
    private final SettlementListener settlementListener;

    Catalogue(Stage stage, Market market, SettlementListener settlementListener) {
        this.stage = stage;
        this.market = market;
        this.fixtures = new Fixtures(stage.jdbi());
        this.settlementListener = settlementListener;
    }

    JobCatalogue jobs() {
        FeedConfig feed = stage.configuration().feed();
        BotsConfig bots = stage.configuration().bots();
        List<JobDefinition> jobs = new ArrayList<>();
        if (feed.isEnabled()) {
            SportmonksClient client = new SportmonksClient(feed.settings(), stage.clock());
            SquadSync squads = squads(client, feed);
            jobs.add(new JobDefinition(
                    PollJob.NAME,
                    "Looks at every match in play, makes the market follow it, and asks for the settlements that are due",
                    new Schedule.SelfTimed(feed.timing().idle()),
                    true,
                    false,
                    new PollJob(new LivePoll(client, feed.timing(), squads, matchDay(feed), fixtures, stage.clock()))));
            jobs.add(new JobDefinition(
                    SquadsJob.NAME,
                    "Takes over the calendar of the next week and the squads of everyone in it",
                    new Schedule.Every(SQUADS_EVERY),
                    true,
                    false,
                    new SquadsJob(squads)));
        }
        jobs.add(new JobDefinition(
                SettleJob.NAME,
                "Settles one fixture: freeze, replay, sell, close, thaw",
                new Schedule.OnDemand(),
                false,
                true,
                new SettleJob(settlement())));
        if (bots.isEnabled()) {
            jobs.add(new JobDefinition(
                    BotsJob.NAME,
                    "Lets every bot act once on what is being played",
                    new Schedule.Every(bots.every().toJavaDuration()),
                    true,
                    false,
                    new BotsJob(engine(feed, bots))));
        }
        return new JobCatalogue(jobs);
    }

    private SquadSync squads(SportmonksClient client, FeedConfig feed) {
        Squads squads = new Squads(
                stage.jdbi(),
                market.instruments(),
                stage.configuration().market().listingTerms());
        return new SquadSync(client, feed.leagueIds(), matchDay(feed), squads, stage.clock());
    }

    private MatchDay matchDay(FeedConfig feed) {
        MatchEvents events = new MatchEvents(
                stage.redis(), market.rules(), stage.configuration().market().bumpTable());
        return new MatchDay(fixtures, events, stage.redis(), feed.patience(), stage.clock());
    }

    private Settlement settlement() {
        MarginReplay replay = new MarginReplay(market.positions(), new TickTape(stage.redis()));
        return new Settlement(stage.jdbi(), stage.redis(), replay, market.positions(), settlementListener);
    }

    private BotEngine engine(FeedConfig feed, BotsConfig bots) {
        BotEngine.PlayedInstruments played = feed.isEnabled()
                ? BotEngine.PlayedInstruments.ofLiveMatches(fixtures, market.instruments())
                : BotEngine.PlayedInstruments.all(market.instruments());
        return BotEngine.on(
                stage.redis(),
                new BotRoster(stage.jdbi(), market.wallets(), bots.rules()),
                bots.rules(),
                new BotDesk(market.spot(), market.positions(), market.wallets()),
                played,
                stage.clock());
    }
}
