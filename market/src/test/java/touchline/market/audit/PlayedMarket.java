package touchline.market.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.TestBook;
import touchline.market.TestEvents;
import touchline.market.TestMarket;
import touchline.market.fixture.BumpTable;
import touchline.market.fixture.FeedPatience;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchDay;
import touchline.market.fixture.MatchEvents;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickTape;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.matchfeed.MatchInfo;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.matchfeed.MatchScore;
import touchline.market.matchfeed.MatchSnapshot;
import touchline.market.matchfeed.MatchStatus;
import touchline.market.matchfeed.MatchTeam;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;
import touchline.market.recovery.Epoch;
import touchline.market.settlement.Settlement;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementListener;
import touchline.market.settlement.SettlementOverrideRepository;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;
import touchline.stores.junit.TestStores;

/** A market with something of everything in its books: fills, closes of several kinds, a settled match, and one going on. */
public final class PlayedMarket implements AutoCloseable {
    public static final FixtureId SETTLED = FixtureId.of(7);
    public static final FixtureId GOING_ON = FixtureId.of(8);
    /** The usual, but for the feed's silence: a slow machine is no silent feed. */
    private static final FeedPatience PATIENCE =
            new FeedPatience(Duration.ofMinutes(2), Duration.ofSeconds(10), Duration.ofHours(1));

    public final TestMarket market;
    public final Jdbi jdbi;
    public final UserId alice;
    public final UserId bob;
    public final Position open;

    public PlayedMarket(TestStores stores) {
        this(stores.redisUrl(), stores);
    }

    /** On another Redis. */
    public PlayedMarket(String redisUrl, TestStores stores) {
        this.market = new TestMarket(redisUrl);
        this.jdbi = TestBook.on(stores.dataSource());
        market.redis.flushAll();
        new Epoch(market.redis, jdbi).open().ifPresent(why -> {
            throw new IllegalStateException(why.detail());
        });
        for (long id = 1; id <= 8; id++) {
            market.list(id, 100 + (id - 1) / 2, 1_000_000 + id * 12_345, 10_000);
        }
        alice = market.user("alice", Money.coins(100_000));
        bob = market.user("bob", Money.coins(100_000));
        playToTheEnd();
        open = playOn();
    }

    private void playToTheEnd() {
        observe(SETTLED, 100, MatchPhase.LIVE, List.of());
        buy(alice, 1, 100);
        buy(bob, 2, 33);
        open(bob, 1, Direction.LONG, null, 1_040_000L);
        open(alice, 3, Direction.SHORT, null, null);
        open(alice, 2, Direction.LONG, null, null);
        observe(SETTLED, 100, MatchPhase.LIVE, List.of(goal(1, 1, false)));
        market.positions.openOf(bob).forEach(position -> market.positions.closeByUser(bob, position.id()));
        observe(SETTLED, 100, MatchPhase.FINISHED, List.of(goal(1, 1, false)));
        settlement(SettlementListener.NONE).settle(SETTLED, SettlementKind.FULL_TIME, step -> {});
    }

    private Position playOn() {
        observe(GOING_ON, 102, MatchPhase.LIVE, List.of(goal(2, 5, false), goal(3, 6, true)));
        buy(alice, 5, 200);
        buy(bob, 6, 20);
        long price = market.instrument(InstrumentId.of(5)).price().tenThousandths();
        return open(alice, 5, Direction.LONG, price * 95 / 100, null);
    }

    /** A settlement of this market's. */
    public Settlement settlement(SettlementListener listener) {
        return new Settlement(
                jdbi,
                market.redis,
                new MarginReplay(market.positions, new TickTape(market.redis)),
                market.positions,
                listener,
                Duration.ZERO);
    }

    /** Shows the market a match of the teams {@code home} and the one after it. */
    public MatchDay.Observed observe(FixtureId id, long home, MatchPhase phase, List<MatchEvent> events) {
        MatchEvents applied = new MatchEvents(market.redis, TestMarket.RULES, BumpTable.standard());
        MatchDay day = new MatchDay(new FixtureRepository(jdbi), applied, market.redis, PATIENCE);
        return day.observe(
                new MatchSnapshot(
                        id,
                        new MatchInfo(
                                732,
                                "Home vs Away",
                                Instant.now().minusSeconds(600),
                                new MatchTeam(home, "Home"),
                                new MatchTeam(home + 1, "Away")),
                        new MatchStatus(
                                phase == MatchPhase.LIVE ? 2 : 5,
                                phase == MatchPhase.LIVE ? "INPLAY_1ST_HALF" : "FT",
                                phase),
                        new MatchScore(1, 0, null, null),
                        10,
                        events),
                Instant.now());
    }

    /** Blows the final whistle of the match that goes on, with the events sent so far. */
    public void finish() {
        observe(GOING_ON, 102, MatchPhase.FINISHED, List.of(goal(2, 5, false), goal(3, 6, true)));
    }

    /** Lets an admin force a settlement. */
    public void force(FixtureId fixture, SettlementKind kind) {
        jdbi.useTransaction(
                handle -> SettlementOverrideRepository.insert(handle, fixture, kind, "admin", "the feed is wrong"));
    }

    public static MatchEvent goal(long id, long player, boolean rescinded) {
        return TestEvents.rescindedIf(rescinded, TestEvents.goal(id, player));
    }

    public void buy(UserId user, long instrument, long quantity) {
        market.spot
                .place(new OrderRequest(user, InstrumentId.of(instrument), Side.BUY, Quantity.of(quantity), null, null))
                .orThrow();
    }

    private Position open(UserId user, long instrument, Direction direction, @Nullable Long stop, @Nullable Long take) {
        return market.positions
                .open(new OpenRequest(
                        user,
                        InstrumentId.of(instrument),
                        direction,
                        Quantity.of(3),
                        5,
                        stop == null ? null : Price.of(stop),
                        take == null ? null : Price.of(take),
                        null,
                        null))
                .orThrow();
    }

    @Override
    public void close() {
        market.close();
    }
}
