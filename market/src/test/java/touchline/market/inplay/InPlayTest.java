package touchline.market.inplay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.Refusal;
import touchline.market.Requested;
import touchline.market.TradeOutcome;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.position.AmendOutcome;
import touchline.market.position.Amendment;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.recovery.Hydration;
import touchline.market.request.IdempotencyKey;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementListener;
import touchline.market.settlement.SettlementStep;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** On a market in which the match of the instruments 5 to 8 is live. Nothing here is due before a test makes it so. */
@ExtendWith(StoresExtension.class)
class InPlayTest {
    private PlayedMarket played;
    private InPlayRequests requests;
    private InPlayLoop loop;

    @BeforeEach
    void play(TestStores stores) {
        played = new PlayedMarket(stores);
        requests = new InPlayRequests(played.market.redis, played.jdbi);
        loop = new InPlayLoop(played.market.redis);
    }

    @AfterEach
    void theBooksAreRight() throws InterruptedException {
        AuditReport report = new Audit(played.market.redis, played.jdbi).run();
        assertThat(report.ok()).as(report.toString()).isTrue();
        played.close();
    }

    @Test
    void anOrderWaitsWithNothingMovedAndIsFilledAtThePriceOfThen() {
        String cash = played.market.redis.hget("wallet:bob", "cash");
        long id = waiting(order(played.bob, Side.BUY, 10, null, null));

        loop.round();
        assertThat(state(id)).isEqualTo(RequestState.PENDING);
        assertThat(played.market.redis.hget("wallet:bob", "cash")).isEqualTo(cash);
        played.buy(played.alice, 5, 500); // the price of then
        var dearer = played.market
                .spot
                .quote(InstrumentId.of(5), Side.BUY, Quantity.of(10))
                .orThrow();
        ripen(0);
        loop.round();

        InPlayRequest request = requests.order(played.bob, id).orElseThrow();
        assertThat(request.state()).isEqualTo(RequestState.FILLED);
        assertThat(request.order())
                .satisfies(order -> assertThat(order == null ? null : order.amount())
                        .isEqualTo(dearer.amount().tenThousandths()));
        assertThat(played.market.redis.hget("holding:bob", "5")).isEqualTo("10");
        loop.round();
        assertThat(played.market.redis.hget("holding:bob", "5")).as("once").isEqualTo("10");
        assertThat(book("SELECT count(*) FROM orders WHERE state = 'FILLED' AND amount > 0 AND execute_at IS NOT NULL"
                        + " AND id = "
                        + id))
                .isEqualTo(1);
    }

    @Test
    void withoutALiveMatchNothingWaitsAndAfterTheWhistleNothingIsTaken() {
        assertThat(played.market
                        .spot
                        .request(new OrderRequest(played.bob, InstrumentId.of(1), Side.BUY, Quantity.of(1), null, null))
                        .orThrow()
                        .waits())
                .isFalse();
        long waiting = waiting(order(played.bob, Side.BUY, 1, null, null));

        played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.FINISHED, List.of()); // its events have only gone missing

        assertThat(order(played.bob, Side.BUY, 1, null, null)).isEqualTo(TradeOutcome.refused(Refusal.MARKET_OVER));
        assertThat(open(played.bob)).isEqualTo(TradeOutcome.refused(Refusal.MARKET_OVER));
        assertThat(played.market.positions.requestClose(played.alice, played.open.id()))
                .isEqualTo(new CloseOutcome.Refused(Refusal.MARKET_OVER));
        assertThat(played.market.spot.quote(InstrumentId.of(5), Side.BUY, Quantity.of(1)))
                .isEqualTo(TradeOutcome.refused(Refusal.MARKET_OVER));
        assertThat(played.market.positions.amend(
                        played.alice, played.open.id(), new Amendment.Leave(), Amendment.to(Price.of(9_000_000))))
                .isEqualTo(new AmendOutcome.Refused(Refusal.MARKET_OVER));
        ripen(0);
        loop.round();
        assertThat(requests.order(played.bob, waiting).orElseThrow().problem()).isEqualTo(Refusal.MARKET_OVER);
        assertThat(played.market.redis.hexists("fixture:8", "whistle")).isFalse();
    }

    @Test
    void aRequestThatCannotBeReadIsRefusedAndNamedAndKeepsNobodyWaiting() {
        long noQuantity = waiting(order(played.bob, Side.BUY, 1, null, null));
        long oddTime = waiting(order(played.bob, Side.BUY, 1, null, null));
        long noKind = waiting(open(played.bob));
        long good = waiting(order(played.bob, Side.BUY, 1, null, null));
        ripen(0);
        played.market.redis.hdel("request:" + noQuantity, "quantity");
        played.market.redis.hset("request:" + oddTime, "execute_at", "soon");
        played.market.redis.hset("request:" + noKind, "limits", "none");

        loop.round();

        assertThat(state(good)).isEqualTo(RequestState.FILLED);
        assertThat(played.market.redis.zcard("waiting")).isZero();
        assertThat(played.market.redis.hkeys("set_aside"))
                .containsExactlyInAnyOrder("request " + noQuantity, "request " + oddTime, "request " + noKind);
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));
        assertThat(book("SELECT count(*) FROM orders WHERE state = 'REJECTED' AND problem = 'unavailable'"))
                .isEqualTo(2);
        played.market.redis.del("set_aside"); // dealt with
    }

    @Test
    void anEventMeanwhileRefusesThemWhicheverSideItFavours() {
        played.buy(played.bob, 5, 10);
        long buy = waiting(order(played.bob, Side.BUY, 1, null, null));
        long sell = waiting(order(played.bob, Side.SELL, 1, null, null));
        long open = waiting(open(played.bob));
        assertThat(played.market.positions.requestClose(played.alice, played.open.id()))
                .isInstanceOf(CloseOutcome.Waits.class);
        ripen(0);

        played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.LIVE,
                List.of(
                        PlayedMarket.goal(2, 5, false),
                        PlayedMarket.goal(3, 6, true),
                        PlayedMarket.goal(4, 7, false))); // of another player, in the same match
        loop.round();

        for (InPlayRequest request : List.of(
                requests.order(played.bob, buy).orElseThrow(),
                requests.order(played.bob, sell).orElseThrow(),
                requests.opening(played.bob, open).orElseThrow(),
                requests.closing(played.alice, played.open.id().value()).orElseThrow())) {
            assertThat(request.state()).isEqualTo(RequestState.REJECTED);
            assertThat(request.problem()).isEqualTo(Refusal.EVENT_DURING_DELAY);
        }
        assertThat(played.market.positions.openOf(played.alice)).hasSize(1);
        long asked = waiting(order(played.bob, Side.BUY, 1, null, null));
        ripen(0);
        loop.round();
        assertThat(state(asked)).as("what was asked for after it").isEqualTo(RequestState.FILLED);
    }

    @Test
    void theSameKeyIsTheSameRequestBeforeAndAfterItIsExecuted() {
        long id = waiting(order(played.bob, Side.BUY, 10, null, "once"));
        assertThat(waiting(order(played.bob, Side.BUY, 10, null, "once"))).isEqualTo(id);
        ripen(0);
        loop.round();

        assertThat(waiting(order(played.bob, Side.BUY, 10, null, "once"))).isEqualTo(id);
        assertThat(order(played.bob, Side.BUY, 11, null, "once"))
                .isEqualTo(TradeOutcome.refused(Refusal.IDEMPOTENCY_KEY_REUSED));
        assertThat(played.market.redis.hget("holding:bob", "5")).isEqualTo("10");
        assertThat(played.market.redis.zcard("waiting")).isZero();
    }

    @Test
    void whatIsAskedForIsCheckedWhenItIsDue() {
        long dear = waiting(order(played.bob, Side.BUY, 1, Price.of(1_000_000), null));
        long tooMuch = waiting(order(played.bob, Side.BUY, 4_000, null, null));
        long notHis = waiting(order(played.bob, Side.SELL, 1, null, null));
        ripen(0);
        loop.round();

        assertThat(requests.order(played.bob, dear).orElseThrow().problem()).isEqualTo(Refusal.PRICE_MOVED);
        assertThat(requests.order(played.bob, tooMuch).orElseThrow().problem()).isEqualTo(Refusal.INSUFFICIENT_FUNDS);
        assertThat(requests.order(played.bob, notHis).orElseThrow().problem()).isEqualTo(Refusal.INSUFFICIENT_HOLDING);
        assertThat(book("SELECT count(*) FROM orders WHERE state = 'REJECTED' AND amount = 0 AND problem IN"
                        + " ('price-moved', 'insufficient-funds', 'insufficient-holding')"))
                .isEqualTo(3);
        assertThat(requests.order(played.alice, dear)).as("another user's").isEmpty();
    }

    @Test
    void anOpeningBecomesThePositionOfItsId() {
        long id = waiting(open(played.bob));
        ripen(0);
        loop.round();

        Position position = played.market.positions.find(PositionId.of(id)).orElseThrow();
        assertThat(position.user()).isEqualTo(played.bob);
        assertThat(requests.opening(played.bob, id).orElseThrow().state()).isEqualTo(RequestState.FILLED);
        assertThat(book("SELECT count(*) FROM position_requests r JOIN cfd_positions p USING (id) WHERE"
                        + " r.state = 'FILLED'"))
                .isEqualTo(1);
    }

    @Test
    void aStopLossKnowsNoDelayAndTheCloseThatWaitsFindsItDone() {
        PositionId id = played.open.id();
        assertThat(played.market.positions.requestClose(played.alice, id)).isInstanceOf(CloseOutcome.Waits.class);
        long first = requests.closing(played.alice, id.value()).orElseThrow().id();
        assertThat(played.market.positions.requestClose(played.alice, id))
                .as("asked again")
                .isInstanceOf(CloseOutcome.Waits.class);
        assertThat(requests.closing(played.alice, id.value()).orElseThrow().id())
                .isEqualTo(first);
        played.buy(played.bob, 5, 50);
        played.market
                .spot
                .place(new OrderRequest(played.bob, InstrumentId.of(5), Side.SELL, Quantity.of(50), null, null))
                .orThrow();
        var stopped = played.market.instrument(InstrumentId.of(5));
        assertThat(played.market.positions.amend(
                        played.alice,
                        id,
                        Amendment.to(Price.of(stopped.price().tenThousandths() - 1)),
                        new Amendment.Leave()))
                .isInstanceOf(AmendOutcome.Amended.class);
        played.market
                .spot
                .place(new OrderRequest(played.alice, InstrumentId.of(5), Side.SELL, Quantity.of(100), null, null))
                .orThrow();
        ripen(0);
        loop.round();

        assertThat(played.market.positions.find(id).orElseThrow().close())
                .satisfies(close ->
                        assertThat(close == null ? null : close.reason()).isEqualTo(CloseReason.STOP_LOSS));
        assertThat(requests.closing(played.alice, id.value()).orElseThrow().problem())
                .isEqualTo(Refusal.POSITION_CLOSED);
    }

    @Test
    void aCloseThatWaitsClosesOnceItIsDue() {
        played.market.positions.requestClose(played.alice, played.open.id());
        ripen(0);
        loop.round();

        assertThat(played.market.positions.find(played.open.id()).orElseThrow().close())
                .satisfies(close ->
                        assertThat(close == null ? null : close.reason()).isEqualTo(CloseReason.USER));
        assertThat(book("SELECT count(*) FROM position_requests WHERE kind = 'CLOSE' AND state = 'FILLED'"))
                .isEqualTo(1);
    }

    @Test
    void whatWaitsWhenAFixtureIsSettledIsRefusedEvenIfItIsDueAfterwards() {
        long during = waiting(order(played.bob, Side.BUY, 1, null, null));
        long after = waiting(open(played.bob));
        played.finish();
        played.settlement((fixture, step, affected) -> {
                    if (step == SettlementStep.FREEZE) {
                        ripen(0);
                        played.market.redis.zadd("waiting", 9e15, Long.toString(after));
                        loop.round();
                    }
                })
                .settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {});
        ripen(0);
        loop.round();

        assertThat(requests.order(played.bob, during).orElseThrow().problem()).isEqualTo(Refusal.MARKET_OVER);
        assertThat(requests.opening(played.bob, after).orElseThrow().problem()).isEqualTo(Refusal.MARKET_OVER);
    }

    @Test
    void aSettlementTakesAGoalsFreezeWithIt() {
        long until = System.currentTimeMillis() + 600_000;
        played.market.redis.hset("instrument:5", Map.of("frozen", "1", "frozen_until", Long.toString(until)));
        played.market.redis.zadd("thaws", (double) until, "5");

        played.finish();
        played.settlement(SettlementListener.NONE).settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {});

        assertThat(played.market.redis.hmget("instrument:5", "frozen", "frozen_until", "frozen_for"))
                .containsOnlyNulls();
        played.market.redis.zadd("thaws", 1, "5");
        played.market.redis.hset("instrument:5", "frozen", "1"); // by hand, since then
        loop.round();
        assertThat(played.market.redis.hget("instrument:5", "frozen")).isEqualTo("1");
        played.market.redis.hdel("instrument:5", "frozen");
    }

    @Test
    void whatNobodyExecutedInTimeIsRefused() {
        long id = waiting(order(played.bob, Side.BUY, 1, null, null));
        ripen(60_000);
        loop.round();

        assertThat(requests.order(played.bob, id).orElseThrow().problem()).isEqualTo(Refusal.UNAVAILABLE);
    }

    @Test
    void manyNodesAtOnceExecuteEachOnce() throws Exception {
        for (int n = 0; n < 40; n++) {
            waiting(order(n % 2 == 0 ? played.alice : played.bob, Side.BUY, 1, null, null));
        }
        ripen(0);
        ExecutorService nodes = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Long>> rounds = new ArrayList<>();
            for (int n = 0; n < 6; n++) {
                rounds.add(() -> new InPlayLoop(played.market.redis).round());
            }
            for (Future<Long> round : nodes.invokeAll(rounds)) {
                round.get();
            }
        } finally {
            nodes.shutdownNow();
        }

        assertThat(played.market.redis.zcard("waiting")).isZero();
        assertThat(played.market.redis.hget("holding:bob", "5")).isEqualTo("20");
        assertThat(book("SELECT count(*) FROM orders WHERE state = 'FILLED' AND execute_at IS NOT NULL"))
                .isEqualTo(40);
    }

    @Test
    void levelsThatCanNotStandAreRefusedAtOnceAndAgainWhenExecuted() {
        long price = played.market.instrument(InstrumentId.of(5)).price().tenThousandths();
        assertThat(open(price + 1, 0)).isEqualTo(TradeOutcome.refused(Refusal.STOP_LOSS_SIDE));
        assertThat(open(0, price - 1)).isEqualTo(TradeOutcome.refused(Refusal.TAKE_PROFIT_SIDE));
        assertThat(open(price * 7 / 10, 0)).isEqualTo(TradeOutcome.refused(Refusal.STOP_LOSS_BEYOND_WASH_OUT));
        assertThat(played.market.redis.zcard("waiting")).isZero();

        long near = waiting(open(price - 1, 0));
        long far = waiting(open(price * 91 / 100, 0)); // past the wash-out once the price is higher
        long take = waiting(open(0, price + 1));
        played.buy(played.alice, 5, 500);
        ripen(0);
        loop.round();

        assertThat(requests.opening(played.bob, near).orElseThrow().state()).isEqualTo(RequestState.FILLED);
        InPlayRequest rejected = requests.opening(played.bob, far).orElseThrow();
        assertThat(rejected.problem()).isEqualTo(Refusal.STOP_LOSS_BEYOND_WASH_OUT);
        assertThat(requests.opening(played.bob, take).orElseThrow().problem()).isEqualTo(Refusal.TAKE_PROFIT_SIDE);
        assertThat(rejected.rejection())
                .satisfies(why ->
                        assertThat(why == null ? null : why.price().orElse(0L)).isGreaterThan(price * 91 / 100));
        flush();
        played.market.redis.del("request:" + far);
        assertThat(requests.opening(played.bob, far).orElseThrow().rejection())
                .as("the book has the facts as well")
                .hasToString(String.valueOf(rejected.rejection()));
    }

    private TradeOutcome<Requested<Positions.Opened>> open(long stop, long take) {
        return played.market.positions.requestOpen(new OpenRequest(
                played.bob,
                InstrumentId.of(5),
                Direction.LONG,
                Quantity.of(3),
                5,
                stop == 0 ? null : Price.of(stop),
                take == 0 ? null : Price.of(take),
                null,
                null));
    }

    @Test
    void nobodyLetsMoreThanFiftyWait() {
        for (int n = 0; n < 50; n++) {
            waiting(order(played.bob, Side.BUY, 1, null, null));
        }

        assertThat(order(played.bob, Side.BUY, 1, null, null)).isEqualTo(TradeOutcome.refused(Refusal.LIMIT_EXCEEDED));
        assertThat(order(played.alice, Side.BUY, 1, null, null).orThrow().waits())
                .isTrue();
        ripen(0);
        loop.round();
        assertThat(order(played.bob, Side.BUY, 1, null, null).orThrow().waits()).isTrue();
    }

    @Test
    void whatWaitedInARedisThatIsLostIsRejectedInTheBook() throws InterruptedException {
        long id = waiting(order(played.bob, Side.BUY, 1, null, null));
        long opening = waiting(open(played.bob));
        flush();
        played.market.redis.flushAll();

        AuditReport report = new Hydration(played.market.redis, played.jdbi, "test").run(false);

        assertThat(report.ok()).as(report.toString()).isTrue();
        assertThat(book("SELECT count(*) FROM orders WHERE state = 'REJECTED' AND problem = 'unavailable' AND id = "
                        + id))
                .isEqualTo(1);
        assertThat(requests.opening(played.bob, opening).orElseThrow().problem())
                .isEqualTo(Refusal.UNAVAILABLE);
        assertThat(order(played.bob, Side.BUY, 1, null, null))
                .as("until the feed tells of the match again")
                .isEqualTo(TradeOutcome.refused(Refusal.INSTRUMENT_FROZEN));
        played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.LIVE, List.of());
        assertThat(order(played.bob, Side.BUY, 1, null, null).orThrow().waits())
                .as("the match is still live")
                .isTrue();
    }

    private TradeOutcome<Requested<SpotOrder>> order(
            UserId user, Side side, long quantity, @Nullable Price worst, @Nullable String key) {
        return played.market.spot.request(new OrderRequest(
                user,
                InstrumentId.of(5),
                side,
                Quantity.of(quantity),
                worst,
                key == null ? null : new IdempotencyKey(user, key, side + " " + quantity)));
    }

    private TradeOutcome<Requested<Positions.Opened>> open(UserId user) {
        return played.market.positions.requestOpen(
                new OpenRequest(user, InstrumentId.of(5), Direction.SHORT, Quantity.of(3), 5, null, null, null, null));
    }

    private static <T> long waiting(TradeOutcome<Requested<T>> outcome) {
        return ((Requested.Waits<T>) outcome.orThrow()).id();
    }

    private RequestState state(long id) {
        return requests.order(played.bob, id).orElseThrow().state();
    }

    /** Makes everything that waits due, since so long. */
    private void ripen(long sinceMillis) {
        String due = Long.toString(System.currentTimeMillis() - sinceMillis - 1);
        for (String id : played.market.redis.zrange("waiting", 0, -1)) {
            played.market.redis.hset("request:" + id, "execute_at", due);
            played.market.redis.zadd("waiting", Double.parseDouble(due), id);
        }
    }

    private void flush() {
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));
    }

    private long book(String sql) {
        flush();
        return played.jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
