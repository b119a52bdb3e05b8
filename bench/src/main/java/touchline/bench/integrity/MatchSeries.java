package touchline.bench.integrity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.RedisClient;
import touchline.market.MarketRules;
import touchline.market.fixture.BumpTable;
import touchline.market.fixture.FeedPatience;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchDay;
import touchline.market.fixture.MatchEvents;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Listing;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickTape;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchInfo;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.matchfeed.MatchScore;
import touchline.market.matchfeed.MatchSnapshot;
import touchline.market.matchfeed.MatchStatus;
import touchline.market.matchfeed.MatchTeam;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.rule.Direction;
import touchline.market.settlement.Settlement;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementListener;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;

/**
 * Plays matches without events on the market's own scripts and settlement, with one player for each strategy. The crowd has traded before; the in-play delay and the limits of
 * users are left out, so an attacker may do more than on a real market. For one thread.
 */
final class MatchSeries {
    private static final List<AttackStrategy> STRATEGIES = List.of(AttackStrategy.values());
    private static final int CROWD = 3;
    private static final FeedPatience PATIENCE =
            new FeedPatience(Duration.ofHours(1), Duration.ZERO, Duration.ofHours(1));

    private final RedisClient redis;
    private final MarketRules rules = MarketRules.standard();
    private final BenchMarket market;
    private final FixtureRepository fixtures;
    private final Settlement settlement;

    /**
     * Creates it.
     *
     * @param redis a database of its own: each match begins by deleting it
     */
    MatchSeries(RedisClient redis, Jdbi jdbi) {
        this.redis = redis;
        this.market = new BenchMarket(redis, rules);
        this.fixtures = new FixtureRepository(jdbi);
        this.settlement = new Settlement(
                jdbi,
                redis,
                new MarginReplay(market.positions(), new TickTape(redis)),
                market.positions(),
                SettlementListener.NONE,
                Duration.ZERO);
    }

    /** What a strategy earned in a match, in ten-thousandths of a coin, and whether it traded. */
    record Played(AttackStrategy strategy, long earned, boolean traded) {}

    /** Plays one match to its end. The same seed gives the same match. */
    List<Played> play(FixtureId fixture, SettlementKind end, long seed) {
        Random random = new Random(seed);
        market.reset();
        for (AttackStrategy strategy : STRATEGIES) {
            list(player(strategy), random);
        }
        observe(fixture, MatchPhase.LIVE);
        List<UserId> crowd = IntStream.range(0, CROWD)
                .mapToObj(n -> market.open("crowd-" + n, Pitch.stake()))
                .toList();
        Map<AttackStrategy, Pitch> pitches = new EnumMap<>(AttackStrategy.class);
        for (AttackStrategy strategy : STRATEGIES) {
            crowd.forEach(one -> trade(one, player(strategy), random));
            Pitch pitch = new Pitch(market, player(strategy), strategy.name(), random);
            strategy.play(pitch);
            pitches.put(strategy, pitch);
        }
        observe(fixture, end == SettlementKind.VOID ? MatchPhase.VOID : MatchPhase.FINISHED);
        settlement.settle(fixture, end, step -> {});
        List<Played> played = new ArrayList<>();
        pitches.forEach((strategy, pitch) -> played.add(new Played(strategy, pitch.earned(), pitch.traded())));
        return played;
    }

    private static InstrumentId player(AttackStrategy strategy) {
        return InstrumentId.of(1 + STRATEGIES.indexOf(strategy));
    }

    private void list(InstrumentId id, Random random) {
        long price = 10_000L + random.nextLong(random.nextBoolean() ? 100_000 : 5_000_000);
        long depth = 200L + random.nextLong(random.nextBoolean() ? 2_000 : 100_000);
        market.list(new Listing(id, "Player " + id, 1, "Home", "Midfielder", Price.of(price), depth));
    }

    /** Some shares and positions of others; what is refused is left out. */
    private void trade(UserId user, InstrumentId player, Random random) {
        long depth = market.find(player).curve().depth();
        market.spot()
                .place(new OrderRequest(
                        user, player, Side.BUY, Quantity.of(1 + random.nextLong(Math.max(1, depth / 8))), null, null));
        if (random.nextBoolean()) {
            market.positions()
                    .open(new OpenRequest(
                            user,
                            player,
                            random.nextBoolean() ? Direction.LONG : Direction.SHORT,
                            Quantity.of(1 + random.nextLong(Math.max(1, depth / 400))),
                            1 + random.nextInt(20),
                            null,
                            null,
                            null,
                            null));
        }
    }

    private void observe(FixtureId fixture, MatchPhase phase) {
        Instant now = fixtures.clock();
        new MatchDay(fixtures, new MatchEvents(redis, rules, BumpTable.standard()), redis, PATIENCE)
                .observe(
                        new MatchSnapshot(
                                fixture,
                                new MatchInfo(
                                        1,
                                        "Home vs Away",
                                        now.minusSeconds(600),
                                        new MatchTeam(1, "Home"),
                                        new MatchTeam(2, "Away")),
                                switch (phase) {
                                    case LIVE -> new MatchStatus(2, "INPLAY_1ST_HALF", phase);
                                    case FINISHED -> new MatchStatus(5, "FT", phase);
                                    default -> new MatchStatus(12, "ABANDONED", MatchPhase.VOID);
                                },
                                new MatchScore(0, 0, null, null),
                                10,
                                new ArrayList<>()),
                        now);
    }
}
