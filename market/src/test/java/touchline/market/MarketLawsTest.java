package touchline.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.NullUnmarked;
import touchline.market.inplay.InPlayLoop;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.lease.LeaseToken;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;
import touchline.market.request.Submission;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderType;
import touchline.market.resting.RestingOrders;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;
import touchline.stores.junit.TestStores;

/** The laws that hold after any sequence of orders by any users. */
@NullUnmarked
class MarketLawsTest {
    private static final Money STAKE = Money.coins(1_000_000);
    private static TestStores stores;
    private static TestMarket market;

    @BeforeContainer
    static void open() {
        stores = TestStores.open();
        market = new TestMarket(stores);
    }

    @AfterContainer
    static void close() {
        market.close();
        stores.close();
    }

    enum Act {
        BUY,
        SELL,
        LONG,
        SHORT,
        CLOSE,
        /** Rests {@code leverage} percent below the price. */
        LIMIT_BUY,
        /** As far above it. */
        LIMIT_SELL,
        STOP_BUY,
        STOP_LONG
    }

    record Order(Act act, int actor, long quantity, int leverage) {}

    record Terms(long price, long depth) {}

    @Property(tries = 120)
    void withoutMatchEventsNoSequenceOfOrdersEndsWithMoreMoneyThanItBegan(
            @ForAll("terms") Terms terms, @ForAll("orders") List<Order> orders) {
        market.reopen();
        InstrumentId instrument = market.list(1, 1, terms.price(), terms.depth());
        List<UserId> actors = List.of(market.user("a", STAKE), market.user("b", STAKE));

        for (Order order : orders) {
            give(actors.get(order.actor()), instrument, order);
            fillResting(instrument);
            assertThat(market.sumOfAllAccounts()).isEqualTo(BigInteger.ZERO);
            assertThat(market.pool(instrument)).isGreaterThanOrEqualTo(valueOfAllShares(instrument));
        }
        for (UserId actor : actors) {
            RestingOrders resting = new RestingOrders(market.redis);
            resting.of(actor)
                    .forEach(id -> resting.cancel(actor, id, Submission.UNBOUND).orThrow());
            market.positions.openOf(actor).forEach(position -> market.positions.closeByUser(actor, position.id()));
        }
        for (UserId actor : actors) {
            market.spot.holdings(actor).forEach((id, holding) -> sell(actor, id, holding.quantity()));
        }

        Money end = market.cash(actors.get(0)).plus(market.cash(actors.get(1)));
        assertThat(end).isLessThanOrEqualTo(STAKE.plus(STAKE));
        assertThat(market.sumOfAllAccounts()).isEqualTo(BigInteger.ZERO);
        assertThat(market.instrument(instrument).netFlow()).isZero();
        assertThat(market.instrument(instrument).price().tenThousandths()).isEqualTo(terms.price());
        for (UserId actor : actors) {
            assertThat(market.wallets.find(actor).orElseThrow().held()).isEqualTo(Money.ZERO);
        }
    }

    @Property(tries = 120)
    void aRoundTripNeverPays(
            @ForAll("terms") Terms terms, @ForAll("orders") List<Order> before, @ForAll("share") double share) {
        market.reopen();
        InstrumentId instrument = market.list(1, 1, terms.price(), terms.depth());
        UserId others = market.user("others", STAKE);
        before.forEach(order -> give(others, instrument, order));
        UserId one = market.user("one", STAKE);

        long quantity = Math.max(1, (long) (share * terms.depth() / 2));
        boolean bought = market.spot
                .place(new OrderRequest(one, instrument, Side.BUY, Quantity.of(quantity), null, null))
                .match(order -> true, why -> false);
        if (bought) {
            sell(one, instrument, quantity);
        }

        assertThat(market.cash(one)).isLessThanOrEqualTo(STAKE);
        assertThat(market.cash(one).equals(STAKE)).isEqualTo(!bought);
    }

    private static void give(UserId actor, InstrumentId instrument, Order order) {
        Quantity quantity = Quantity.of(order.quantity());
        switch (order.act()) {
            case BUY -> market.spot.place(new OrderRequest(actor, instrument, Side.BUY, quantity, null, null));
            case SELL -> market.spot.place(new OrderRequest(actor, instrument, Side.SELL, quantity, null, null));
            case LONG -> open(actor, instrument, Direction.LONG, order, OrderTerms.MARKET);
            case SHORT -> open(actor, instrument, Direction.SHORT, order, OrderTerms.MARKET);
            case LIMIT_BUY ->
                rest(actor, instrument, Side.BUY, order, waitingAt(OrderType.LIMIT, instrument, -order.leverage()));
            case LIMIT_SELL ->
                rest(actor, instrument, Side.SELL, order, waitingAt(OrderType.LIMIT, instrument, order.leverage()));
            case STOP_BUY ->
                rest(actor, instrument, Side.BUY, order, waitingAt(OrderType.STOP, instrument, order.leverage()));
            case STOP_LONG ->
                open(actor, instrument, Direction.LONG, order, waitingAt(OrderType.STOP, instrument, order.leverage()));
            case CLOSE -> {
                List<Position> open = market.positions.openOf(actor);
                if (!open.isEmpty()) {
                    market.positions.closeByUser(actor, open.get(0).id());
                }
            }
        }
    }

    private static void open(
            UserId actor, InstrumentId instrument, Direction direction, Order order, OrderTerms terms) {
        market.positions.requestOpen(new OpenRequest(
                actor,
                instrument,
                direction,
                Quantity.of(order.quantity()),
                order.leverage(),
                null,
                null,
                null,
                null,
                terms,
                null,
                null));
    }

    private static void rest(UserId actor, InstrumentId instrument, Side side, Order order, OrderTerms terms) {
        market.spot.rest(new OrderRequest(
                actor, instrument, side, Quantity.of(order.quantity()), null, terms, null, null, null));
    }

    private static OrderTerms waitingAt(OrderType type, InstrumentId instrument, int percent) {
        long now = market.instrument(instrument).price().tenThousandths();
        Price price = Price.of(Math.max(1, now + now * percent / 100));
        return OrderTerms.of(type, type == OrderType.LIMIT ? price : null, type == OrderType.STOP ? price : null, null);
    }

    /** Triggers what the last tick reaches, as the StopWatch does, and fills it. */
    private static void fillResting(InstrumentId instrument) {
        RestingOrders resting = new RestingOrders(market.redis);
        long seq = Long.parseLong(market.redis.hget(Keys.instrument(instrument), "tick_seq"));
        long price = market.instrument(instrument).price().tenThousandths();
        resting.trigger(
                resting.on(instrument).working().stream()
                        .map(order -> new RestingOrders.Trigger(order.id(), instrument, seq, price, 0))
                        .toList(),
                new LeaseToken("lease:stop-watcher", 1),
                market.positions.limits());
        new InPlayLoop(market.redis).round();
    }

    private static void sell(UserId actor, InstrumentId instrument, long quantity) {
        market.spot
                .place(new OrderRequest(actor, instrument, Side.SELL, Quantity.of(quantity), null, null))
                .orThrow();
    }

    /** base x f + base x f^2 / (2 depth), rounded down. */
    private static long valueOfAllShares(InstrumentId id) {
        var instrument = market.instrument(id);
        BigInteger base = BigInteger.valueOf(instrument.basePrice().tenThousandths());
        BigInteger flow = BigInteger.valueOf(instrument.netFlow());
        BigInteger depth = BigInteger.valueOf(instrument.depth());
        return base.multiply(flow)
                .add(base.multiply(flow).multiply(flow).divide(depth.shiftLeft(1)))
                .longValueExact();
    }

    @Provide
    Arbitrary<Terms> terms() {
        return Combinators.combine(
                        Arbitraries.longs().between(10_000, 10_000_000),
                        Arbitraries.longs().between(50, 200_000))
                .as(Terms::new);
    }

    @Provide
    Arbitrary<Double> share() {
        return Arbitraries.doubles().between(0, 1);
    }

    @Provide
    Arbitrary<List<Order>> orders() {
        return Combinators.combine(
                        Arbitraries.of(Act.class),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.oneOf(
                                Arbitraries.longs().between(1, 50),
                                Arbitraries.longs().between(1, 20_000)),
                        Arbitraries.integers().between(1, 20))
                .as(Order::new)
                .list()
                .ofMaxSize(30);
    }
}
