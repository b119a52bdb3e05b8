package touchline.market.resting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import touchline.market.Refusal;
import touchline.market.Requested;
import touchline.market.TestMarket;
import touchline.market.TradeOutcome;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.position.CloseOutcome;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;
import touchline.market.recovery.Hydration;
import touchline.market.request.Submission;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementListener;
import touchline.market.spot.Holding;
import touchline.market.spot.OrderFilter;
import touchline.market.spot.OrderQuery;
import touchline.market.spot.Side;
import touchline.market.spot.TrackedOrder;
import touchline.market.unreadable.UnreadableRecords;

/** What becomes of orders that wait for a price. The books are audited after each test. */
class RestingOrdersTest extends RestingSetup {

    @Test
    void aLimitReservesItsMoneyAndIsFilledByTheTickThatReachesIt() {
        long limit = price(1) * 9 / 10;
        long held = held(played.alice);
        watch();
        long id = resting(order(played.alice, 1, Side.BUY, 5, limit(limit)));
        assertThat(held(played.alice) - held).isEqualTo(limit * 5 + (limit * 5 + 99) / 100);

        move(1, limit + 100);
        assertThat(state(id)).isEqualTo("WORKING");
        move(1, limit - 5_000);

        awaitState(id, "FILLED");
        assertThat(Long.parseLong(fields(id).get("amount"))).isLessThanOrEqualTo(limit * 5);
        assertThat(held(played.alice)).isEqualTo(held);
        assertThat(played.market.spot.holdings(played.alice).get(InstrumentId.of(1)))
                .isNotNull()
                .extracting(Holding::quantity)
                .isEqualTo(5L);
    }

    @Test
    void aMarketableLimitIsFilledAtOnceAndAStopOnTheWrongSideIsRefused() {
        long price = price(1);
        assertThat(isFilled(order(played.alice, 1, Side.BUY, 5, limit(price * 2))))
                .isTrue();
        assertThat(isFilled(open(played.alice, 1, Direction.SHORT, limit(price / 2))))
                .isTrue();
        assertThat(order(played.alice, 1, Side.BUY, 5, stop(price / 2)))
                .isEqualTo(TradeOutcome.refused(Refusal.STOP_PRICE_SIDE));
        assertThat(open(played.alice, 1, Direction.SHORT, stop(price * 2)))
                .isEqualTo(TradeOutcome.refused(Refusal.STOP_PRICE_SIDE));
        assertThat(order(played.alice, 1, Side.BUY, 5, limit(3_000_000_000L)))
                .isEqualTo(TradeOutcome.refused(Refusal.LIMIT_PRICE_RANGE));
        assertThat(order(played.alice, 1, Side.BUY, 90_000, limit(price / 2)))
                .isEqualTo(TradeOutcome.refused(Refusal.INSUFFICIENT_FUNDS));
    }

    @Test
    void ordersThatAreFilledAtOnceAreBookedWithTheirTerms() throws InterruptedException {
        OrderTerms terms = limit(price(1) * 2);
        assertThat(isFilled(order(played.alice, 1, Side.BUY, 5, terms))).isTrue();
        assertThat(lastBooked()).isEqualTo(new TrackedOrder.Conditions(terms, Money.ZERO, 0));

        OrderTerms atOnce = OrderTerms.of(OrderType.LIMIT, terms.limitPrice(), null, TimeInForce.IOC);
        played.market
                .spot
                .request(request(played.alice, 1, Side.BUY, 5, atOnce))
                .orThrow();
        assertThat(lastBooked()).isEqualTo(new TrackedOrder.Conditions(atOnce, Money.ZERO, 0));
        OrderTerms tooLow = OrderTerms.of(OrderType.LIMIT, Price.of(price(1) / 2), null, TimeInForce.IOC);
        assertThat(played.market.spot.request(request(played.alice, 1, Side.BUY, 5, tooLow)))
                .isEqualTo(TradeOutcome.refused(Refusal.PRICE_MOVED));

        long id = resting(order(played.alice, 1, Side.BUY, 5, limit(price(1) / 2)));
        long raised = price(1) * 3;
        replace(id, null, raised).orThrow();
        assertThat(lastBooked().terms().limitPrice()).isEqualTo(Price.of(raised));
    }

    private TrackedOrder.Conditions lastBooked() throws InterruptedException {
        new Flusher(played.market.redis, played.jdbi, 100).drain(SOON);
        return Objects.requireNonNull(new OrderQuery(played.jdbi, new UnreadableRecords(played.market.redis))
                .page(played.alice, OrderFilter.ALL, Long.MAX_VALUE, 1)
                .get(0)
                .conditions());
    }

    @Test
    void aSaleHoldsItsSharesBack() {
        played.buy(played.alice, 1, 10);
        long id = resting(order(played.alice, 1, Side.SELL, 8, limit(price(1) * 2)));

        assertThat(played.market.spot.place(request(played.alice, 1, Side.SELL, 3, OrderTerms.MARKET)))
                .isEqualTo(TradeOutcome.refused(Refusal.INSUFFICIENT_HOLDING));
        assertThat(order(played.alice, 1, Side.SELL, 3, stop(price(1) / 2)))
                .isEqualTo(TradeOutcome.refused(Refusal.INSUFFICIENT_HOLDING));
        cancel(played.alice, id).orThrow();
        played.market
                .spot
                .place(request(played.alice, 1, Side.SELL, 10, OrderTerms.MARKET))
                .orThrow();
    }

    @Test
    void stopsAndOpeningsAreTriggeredByTicksThatNobodyWatched() throws InterruptedException {
        long price = price(1);
        long stop = resting(order(played.alice, 1, Side.BUY, 5, stop(price + 50_000)));
        long shortStop = resting(open(played.bob, 1, Direction.SHORT, stop(price - 50_000)));
        long both = resting(order(
                played.bob,
                1,
                Side.BUY,
                5,
                OrderTerms.of(OrderType.STOP_LIMIT, Price.of(price + 52_000), Price.of(price + 50_000), null)));
        move(1, price + 60_000);
        move(1, price - 60_000);
        move(1, price + 55_000);

        watch();

        awaitState(stop, "FILLED");
        awaitState(shortStop, "FILLED");
        awaitState(both, "WORKING"); // its stop was reached, and the price is above its limit
        assertThat(fields(both)).containsEntry("waits_for", "LIMIT");
        move(1, price + 45_000);
        awaitState(both, "FILLED");
    }

    @Test
    void cancellingReleasesAndHappensOnce() {
        long cash = played.market.cash(played.alice).tenThousandths();
        long id = resting(open(played.alice, 1, Direction.LONG, limit(price(1) / 2)));
        assertThat(cancel(played.bob, id)).isEqualTo(TradeOutcome.refused(Refusal.NOT_FOUND));

        assertThat(cancel(played.alice, id)).isEqualTo(cancel(played.alice, id));

        assertThat(played.market.cash(played.alice).tenThousandths()).isEqualTo(cash);
        watch();
        move(1, price(1) / 3);
        loop.round();
        assertThat(state(id)).isEqualTo("CANCELLED");
    }

    @Test
    void replacingKeepsTheOldTermsWhereTheNewOnesAreRefused() {
        long price = price(1);
        long id = resting(order(played.alice, 1, Side.BUY, 5, limit(price / 2)));
        long held = held(played.alice);

        assertThat(replace(id, 90_000L, null)).isEqualTo(TradeOutcome.refused(Refusal.INSUFFICIENT_FUNDS));
        assertThat(held(played.alice)).isEqualTo(held);
        replace(id, 6L, price / 3).orThrow();
        assertThat(fields(id)).containsEntry("quantity", "6").containsEntry("state", "WORKING");
        replace(id, null, price * 2).orThrow();
        assertThat(state(id)).isEqualTo("FILLED");
        assertThat(replace(id, 7L, null)).isEqualTo(TradeOutcome.refused(Refusal.ORDER_DECIDED));
    }

    @Test
    void inALiveMatchRequestsWaitAndCanBeChangedAndCancelledMeanwhile() {
        long price = price(5);
        long market = waiting(played.market.spot.request(request(played.bob, 5, Side.BUY, 3, OrderTerms.MARKET)));
        long limit = waiting(played.market.spot.request(request(played.bob, 5, Side.BUY, 3, limit(price / 2))));

        cancel(played.bob, market).orThrow();
        orders.replace(
                        played.bob,
                        limit,
                        new RestingOrders.Replacement(Quantity.of(4), null, null),
                        TestMarket.RULES,
                        Submission.UNBOUND)
                .orThrow();
        ripen();
        loop.round();

        assertThat(state(market)).isEqualTo("CANCELLED");
        assertThat(fields(limit)).containsEntry("state", "WORKING").containsEntry("quantity", "4");
    }

    @Test
    void aPartOfAPositionIsClosedAfterTheDelay() {
        Positions positions = played.market.positions;
        PositionId id = played.open.id();
        assertThat(positions.requestClose(played.alice, id, Quantity.of(2), Submission.UNBOUND))
                .isInstanceOf(CloseOutcome.Waits.class);
        assertThat(positions.requestClose(played.alice, id, Quantity.of(1), Submission.UNBOUND))
                .isInstanceOfSatisfying(CloseOutcome.Refused.class, refused -> {
                    assertThat(refused.why()).isEqualTo(Refusal.CLOSE_WAITING);
                    assertThat(refused.rejection().request()).hasValue(played.market.redis.get("closing:" + id));
                });

        ripen();
        loop.round();

        assertThat(positions.find(id).orElseThrow().quantity()).isEqualTo(Quantity.of(1));
        assertThat(positions.find(id).orElseThrow().close()).isNull();
    }

    @Test
    void aCloseOfAllTakesThePlaceOfACloseOfAPartThatWaits() {
        Positions positions = played.market.positions;
        PositionId id = played.open.id();
        positions.requestClose(played.alice, id, Quantity.of(2), Submission.UNBOUND);
        long part = Long.parseLong(played.market.redis.get("closing:" + id));

        assertThat(positions.requestClose(played.alice, id, Submission.UNBOUND)).isInstanceOf(CloseOutcome.Waits.class);

        assertThat(state(part)).isEqualTo("CANCELLED");
        assertThat(played.market.redis.smembers("waiting:user:alice")).doesNotContain(Long.toString(part));
        ripen();
        loop.round();
        assertThat(positions.find(id).orElseThrow().close()).isNotNull();
    }

    @Test
    void atTheSettlementDayOrdersAndSalesEnd() throws InterruptedException {
        long price = price(5);
        long day = resting(order(played.bob, 5, Side.BUY, 3, day(limit(price / 2))));
        long gtc = resting(order(played.bob, 5, Side.BUY, 3, limit(price / 2)));
        long sale = resting(order(played.alice, 5, Side.SELL, 3, limit(price * 3 / 2)));
        long dayOpening = resting(open(played.bob, 5, Direction.LONG, day(limit(price / 2))));

        played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.FINISHED, List.of());
        played.settlement(SettlementListener.NONE).settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {});

        assertThat(List.of(day, gtc, sale, dayOpening))
                .extracting(this::state)
                .containsExactly("EXPIRED", "WORKING", "EXPIRED", "EXPIRED");
        assertBooks();
    }

    @Test
    void theyAreRebuiltFromTheBookAndGoOn() throws InterruptedException {
        long price = price(1);
        played.buy(played.alice, 1, 10);
        long sale = resting(order(played.alice, 1, Side.SELL, 8, limit(price + 70_000)));
        long opening = resting(open(played.bob, 1, Direction.LONG, stop(price + 50_000)));
        new Flusher(played.market.redis, played.jdbi, 100).drain(SOON);
        played.market.redis.flushAll();

        AuditReport report = new Hydration(played.market.redis, played.jdbi, "test").run(false);

        assertThat(report.ok()).as(report.toString()).isTrue();
        watch();
        move(1, price + 80_000);
        awaitState(sale, "FILLED");
        awaitState(opening, "FILLED");
    }

    @Test
    void aTriggeredOrderWaitsWhileTradingIsStopped() {
        long price = price(1);
        long id = resting(order(played.alice, 1, Side.BUY, 5, stop(price + 50_000)));
        watch();
        played.market.redis.hset(Keys.HALTS, "market", "EVERYTHING||OPERATOR|test");
        move(1, price + 60_000);
        awaitState(id, "TRIGGERED");
        played.market.redis.hdel(Keys.HALTS, "market");
        awaitState(id, "FILLED");
    }

    private TradeOutcome<Long> replace(long id, @Nullable Long quantity, @Nullable Long limit) {
        return orders.replace(
                played.alice,
                id,
                new RestingOrders.Replacement(
                        quantity == null ? null : Quantity.of(quantity), limit == null ? null : Price.of(limit), null),
                TestMarket.RULES,
                Submission.UNBOUND);
    }

    private static <T> long waiting(TradeOutcome<Requested<T>> outcome) {
        return ((Requested.Waits<T>) outcome.orThrow()).id();
    }
}
