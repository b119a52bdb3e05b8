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
import touchline.market.instrument.Instruments;
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
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;
import touchline.market.recovery.Epoch;
import touchline.market.settlement.Settlement;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementListener;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;

/**
 * Plays matches without events on the market's own scripts and settlement, with one player for each strategy. The crowd has traded before; the in-play delay and the limits of
 * users are left out, so an attacker may do more than on a real market.
 */
final class MatchSeries {
    private static final List<AttackStrategy> STRATEGIES = List.of(AttackStrategy.values());
    private static final int ACCOUNTS = 10;
    private static final int CROWD = 3;
    private static final FeedPatience PATIENCE =
            new FeedPatience(Duration.ofHours(1), Duration.ZERO, Duration.ofHours(1));

    private final RedisClient redis;
    private final Jdbi jdbi;
    private final MarketRules rules = MarketRules.standard();
    private final SpotTrading spot;
    private final Positions positions;
    private final Instruments instruments;
    private final Wallets wallets;

    MatchSeries(RedisClient redis, Jdbi jdbi) {
        this.redis = redis;
        this.jdbi = jdbi;
        this.spot = new SpotTrading(redis, rules);
        this.positions = new Positions(redis, rules);
        this.instruments = new Instruments(redis);
        this.wallets = new Wallets(redis);
    }

    Map<AttackStrategy, Earnings> play(SettlementKind end, int matches, long seed) {
        Map<AttackStrategy, Earnings> earned = new EnumMap<>(AttackStrategy.class);
        Random random = new Random(seed);
        for (int n = 1; n <= matches; n++) {
            match(FixtureId.of(n + (end == SettlementKind.VOID ? 1_000_000L : 0)), end, random, earned);
        }
        return earned;
    }

    private void match(FixtureId fixture, SettlementKind end, Random random, Map<AttackStrategy, Earnings> earned) {
        redis.flushAll();
        Epoch.openWithoutBook(redis);
        for (AttackStrategy strategy : STRATEGIES) {
            list(player(strategy), random);
        }
        observe(fixture, MatchPhase.LIVE);
        List<UserId> crowd = users("crowd", CROWD);
        Map<AttackStrategy, List<UserId>> attackers = new EnumMap<>(AttackStrategy.class);
        for (AttackStrategy strategy : STRATEGIES) {
            crowd.forEach(one -> trade(one, player(strategy), random));
            attackers.put(strategy, users(strategy.name(), ACCOUNTS));
            strategy.play(new Pitch(
                    spot,
                    positions,
                    instruments,
                    player(strategy),
                    attackers.getOrDefault(strategy, List.of()),
                    random));
        }
        List<Boolean> traded = STRATEGIES.stream()
                .map(strategy ->
                        instruments.find(player(strategy)).orElseThrow().seq() > 0)
                .toList();
        observe(fixture, end == SettlementKind.VOID ? MatchPhase.VOID : MatchPhase.FINISHED);
        new Settlement(
                        jdbi,
                        redis,
                        new MarginReplay(positions, new TickTape(redis)),
                        positions,
                        SettlementListener.NONE,
                        Duration.ZERO)
                .settle(fixture, end, step -> {});
        for (AttackStrategy strategy : STRATEGIES) {
            long sum = 0;
            for (UserId account : attackers.getOrDefault(strategy, List.of())) {
                sum += wallets.find(account)
                        .orElseThrow()
                        .cash()
                        .minus(Pitch.stake())
                        .tenThousandths();
            }
            earned.computeIfAbsent(strategy, one -> new Earnings()).add(sum, traded.get(STRATEGIES.indexOf(strategy)));
        }
    }

    private static InstrumentId player(AttackStrategy strategy) {
        return InstrumentId.of(1 + STRATEGIES.indexOf(strategy));
    }

    private void list(InstrumentId id, Random random) {
        long price = 10_000L + random.nextLong(random.nextBoolean() ? 100_000 : 5_000_000);
        long depth = 200L + random.nextLong(random.nextBoolean() ? 2_000 : 100_000);
        instruments.list(new Listing(id, "Player " + id, 1, "Home", "Midfielder", Price.of(price), depth));
    }

    private List<UserId> users(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> {
                    UserId user = UserId.of(name + "-" + n);
                    wallets.open(user, name, UserKind.HUMAN, Pitch.stake()).orThrow();
                    return user;
                })
                .toList();
    }

    /** Some shares and positions of others; what is refused is left out. */
    private void trade(UserId user, InstrumentId player, Random random) {
        long depth = instruments.find(player).orElseThrow().curve().depth();
        spot.place(new OrderRequest(
                user, player, Side.BUY, Quantity.of(1 + random.nextLong(Math.max(1, depth / 8))), null, null));
        if (random.nextBoolean()) {
            positions.open(new OpenRequest(
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
        FixtureRepository fixtures = new FixtureRepository(jdbi);
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
