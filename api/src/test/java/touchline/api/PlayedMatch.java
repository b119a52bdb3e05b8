package touchline.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.MarketRules;
import touchline.market.fixture.BumpTable;
import touchline.market.fixture.FeedPatience;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchDay;
import touchline.market.fixture.MatchEvents;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickTape;
import touchline.market.matchfeed.EventKind;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.matchfeed.MatchInfo;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.matchfeed.MatchScore;
import touchline.market.matchfeed.MatchSnapshot;
import touchline.market.matchfeed.MatchStatus;
import touchline.market.matchfeed.MatchTeam;
import touchline.market.matchfeed.event.EventParties;
import touchline.market.matchfeed.event.EventTime;
import touchline.market.money.Price;
import touchline.market.position.Positions;
import touchline.market.settlement.Settlement;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementListener;

/** A match on the stores of a node without a feed: the test says what happens in it. The players are its id times ten, plus 1 and 2. */
final class PlayedMatch {
    /** Longer than a test: no silence of the feed freezes the match. */
    private static final Duration VALIDITY = Duration.ofHours(1);

    private final UnifiedJedis redis;
    private final Jdbi jdbi;
    private final long id;
    private final String home;
    private final String away;

    private PlayedMatch(UnifiedJedis redis, Jdbi jdbi, long id, String home, String away) {
        this.redis = redis;
        this.jdbi = jdbi;
        this.id = id;
        this.home = home;
        this.away = away;
    }

    /** Lists a player of each team, and kicks off. */
    static PlayedMatch begin(SharedNode node, long id, String home, String away) {
        return begin(node.redis(), Jdbi.create(node.dataSource()), id, home, away);
    }

    /** The same on other stores. */
    static PlayedMatch begin(UnifiedJedis redis, Jdbi jdbi, long id, String home, String away) {
        PlayedMatch match = new PlayedMatch(redis, jdbi, id, home, away);
        match.list(1, "Attacker of " + home, home);
        match.list(2, "Attacker of " + away, away);
        match.show(MatchPhase.LIVE, 1, 0, List.of());
        return match;
    }

    private void list(long number, String name, String team) {
        new Instruments(redis)
                .list(new Listing(
                        InstrumentId.of(id * 10 + number),
                        name,
                        id * 10 + number,
                        team,
                        "Attacker",
                        Price.of(1_000_000),
                        100_000));
    }

    String playerId() {
        return Long.toString(id * 10 + 1);
    }

    String name() {
        return home + " vs " + away;
    }

    /** Shows the market the match as it is, with all events so far. */
    void show(MatchPhase phase, int minute, int goals, List<MatchEvent> events) {
        FixtureRepository fixtures = new FixtureRepository(jdbi);
        Instant now = fixtures.clock();
        new MatchDay(
                        fixtures,
                        new MatchEvents(redis, MarketRules.standard(), BumpTable.standard()),
                        redis,
                        new FeedPatience(VALIDITY, Duration.ofSeconds(1), VALIDITY))
                .observe(
                        new MatchSnapshot(
                                FixtureId.of(id),
                                new MatchInfo(
                                        732,
                                        name(),
                                        now.minusSeconds(60L * minute),
                                        new MatchTeam(id * 10 + 1, home),
                                        new MatchTeam(id * 10 + 2, away)),
                                new MatchStatus(
                                        phase == MatchPhase.LIVE ? 2 : 5,
                                        phase == MatchPhase.LIVE ? "INPLAY_1ST_HALF" : "FT",
                                        phase),
                                new MatchScore(goals, 0, null, null),
                                minute,
                                events),
                        now);
    }

    /** An event of the first player. */
    MatchEvent event(long number, EventKind kind, int minute) {
        return new MatchEvent(
                id * 100 + number,
                kind,
                new EventParties(id * 10 + 1, id * 10 + 1, null),
                new EventTime(minute, null, null));
    }

    void settle() {
        Positions positions = new Positions(redis, MarketRules.standard());
        new Settlement(
                        jdbi,
                        redis,
                        new MarginReplay(positions, new TickTape(redis)),
                        positions,
                        SettlementListener.NONE,
                        Duration.ZERO)
                .settle(FixtureId.of(id), SettlementKind.FULL_TIME, step -> {});
    }
}
