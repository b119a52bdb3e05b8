package touchline.market.news;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XTrimParams;
import touchline.market.Requested;
import touchline.market.TestMarket;
import touchline.market.inplay.RequestState;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Amendment;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;
import touchline.market.request.Submission;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderType;
import touchline.market.resting.RestingOrders;
import touchline.market.resting.TimeInForce;
import touchline.market.spot.ClientOrderId;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.store.RedisConnections;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class NewsTest {
    private TestMarket market;
    private NewsArchive archive;
    private NewsReader subscription;

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        archive = new NewsArchive(market.redis);
        subscription = new NewsReader(RedisConnections.to(stores.redisUrl()), archive.latest());
    }

    @AfterEach
    void close() {
        subscription.close();
        market.close();
    }

    @Test
    void eachChangeIsSentWithThePositionAndTheWallet() {
        InstrumentId player = market.list(1, 100, 1_000_000, 100_000);
        UserId alice = market.user("alice", Money.coins(10_000));
        Position opened = market.positions
                .open(new OpenRequest(alice, player, Direction.LONG, Quantity.of(5), 10, null, null, null, null))
                .orThrow();
        market.positions.amend(alice, opened.id(), Amendment.to(Price.of(970_000)), new Amendment.Leave());
        Position amended = market.positions.find(opened.id()).orElseThrow();
        market.positions.closeByUser(alice, opened.id());
        Position closed = market.positions.find(opened.id()).orElseThrow();
        SpotOrder order = market.spot
                .place(new OrderRequest(alice, player, Side.BUY, Quantity.of(10), null, null))
                .orThrow();

        List<News> received = received(9);
        assertThat(received.stream()
                        .filter(News.PositionChanged.class::isInstance)
                        .map(news -> ((News.PositionChanged) news).position()))
                .containsExactly(opened, amended, closed);
        List<Money> cash = received.stream()
                .filter(News.WalletChanged.class::isInstance)
                .map(news -> ((News.WalletChanged) news).cash())
                .toList();
        assertThat(cash).hasSize(4).startsWith(Money.coins(10_000)).endsWith(market.cash(alice));
        assertThat(received.stream().filter(News.Priced.class::isInstance)).hasSize(1);
        assertThat(received.stream().filter(News.OrderChanged.class::isInstance))
                .singleElement()
                .isInstanceOfSatisfying(News.OrderChanged.class, changed -> {
                    assertThat(changed.id()).isEqualTo(order.id());
                    assertThat(changed.user()).isEqualTo(alice);
                    assertThat(changed.detail().amount()).isEqualTo(order.amount());
                });
    }

    @Test
    void anOrderThatRestsIsSentWithItsTermsAndUntilItEnds() {
        InstrumentId player = market.list(1, 100, 1_000_000, 100_000);
        UserId alice = market.user("alice", Money.coins(10_000));
        OrderTerms terms = OrderTerms.of(OrderType.LIMIT, Price.of(900_000), null, TimeInForce.DAY);
        OrderTerms changed = OrderTerms.of(OrderType.LIMIT, Price.of(800_000), null, TimeInForce.DAY);
        OrderTerms atOnce = OrderTerms.of(OrderType.LIMIT, Price.of(2_000_000), null, null);
        RestingOrders resting = new RestingOrders(market.redis);
        long id = ((Requested.Rests<SpotOrder>)
                        market.spot.rest(purchase(alice, player, terms)).orThrow())
                .id();
        resting.replace(
                        alice,
                        id,
                        new RestingOrders.Replacement(Quantity.of(4), Price.of(800_000), null),
                        TestMarket.RULES,
                        Submission.UNBOUND)
                .orThrow();
        resting.cancel(alice, id, Submission.UNBOUND).orThrow();
        market.spot.rest(purchase(alice, player, atOnce)).orThrow();

        List<News.OrderChanged> orders = received(10).stream()
                .filter(News.OrderChanged.class::isInstance)
                .map(News.OrderChanged.class::cast)
                .toList();
        assertThat(orders)
                .extracting(News.OrderChanged::state)
                .containsExactly(
                        RequestState.WORKING, RequestState.WORKING, RequestState.CANCELLED, RequestState.FILLED);
        assertThat(orders).extracting(order -> order.detail().terms()).containsExactly(terms, changed, changed, atOnce);
        assertThat(orders)
                .extracting(order -> order.detail().quantity())
                .containsExactly(Quantity.of(5), Quantity.of(4), Quantity.of(4), Quantity.of(5));
        assertThat(orders).allMatch(order -> order.user().equals(alice) && order.rejection() == null);
        assertThat(orders).extracting(order -> order.detail().clientId()).startsWith("mine", "mine", "mine");
        assertThat(orders).extracting(order -> order.detail().executeAt()).containsOnlyNulls();
    }

    private static OrderRequest purchase(UserId user, InstrumentId player, OrderTerms terms) {
        ClientOrderId clientId = new ClientOrderId(terms.timeInForce() == TimeInForce.DAY ? "mine" : "other", false);
        return new OrderRequest(user, player, Side.BUY, Quantity.of(5), null, terms, null, null, clientId);
    }

    @Test
    void whatCannotBeReadSaysNothingAndHoldsNothingUp() {
        InstrumentId player = market.list(1, 100, 1_000_000, 100_000);
        for (Map<String, String> entry : List.of(
                Map.of("type", "tick"),
                Map.of("type", "tick", "instrument", "x", "seq", "1", "price", "1", "at", "1"),
                Map.of("type", "tick", "instrument", "1", "seq", "1", "price", "-1", "at", "1"),
                Map.of("type", "event", "fixture", "1", "detail", "{", "at", "1"),
                Map.of("type", "frozen"),
                Map.of("nothing", "known"))) {
            market.redis.xadd("outbox:ticks", XAddParams.xAddParams(), entry);
        }
        for (Map<String, String> entry : List.of(
                Map.of("type", "open", "id", "1"),
                Map.of("type", "close", "id", "x"),
                Map.of("type", "order", "wallet", "1:2"),
                Map.of("type", "order", "wallet", "1", "user", "alice", "at", "1"),
                Map.of("type", "order", "wallet", "a:b", "user", "alice", "at", "1"),
                decided("kind", "OPEN", "state", "x"),
                decided("kind", "CLOSE", "state", "FILLED", "position", "0"),
                decided("kind", "ORDER", "state", "REJECTED", "problem", "x"),
                pending("kind", "OPEN", "direction", "x"),
                pending("kind", "ORDER", "side", "x", "quantity", "1"),
                pending("kind", "ORDER", "side", "BUY", "quantity", "0"))) {
            market.redis.xadd("outbox:trades", XAddParams.xAddParams(), entry);
        }
        market.move(player, 1_100_000);
        assertThat(received(1)).singleElement().isInstanceOf(News.Priced.class);
    }

    private static Map<String, String> decided(String... more) {
        return entry("decided", more);
    }

    private static Map<String, String> pending(String... more) {
        return entry("pending", more);
    }

    private static Map<String, String> entry(String type, String... more) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "type",
                type,
                "id",
                "5",
                "user",
                "alice",
                "instrument",
                "1",
                "execute_at",
                "1",
                "reference",
                "5",
                "at",
                "1",
                "ledger",
                ""));
        for (int n = 0; n < more.length; n += 2) {
            fields.put(more[n], more[n + 1]);
        }
        return fields;
    }

    @Test
    void theArchiveHasWhatCameBetweenTwoMarksOrSaysThatItHasNot() {
        InstrumentId player = market.list(1, 100, 1_000_000, 100_000);
        market.move(player, 1_000_001);
        StreamOffset from = archive.latest();
        for (long price = 1; price <= 2_500; price++) {
            market.move(player, 2_000_000 + price);
        }
        StreamOffset to = archive.latest();
        market.move(player, 3_000_000);

        assertThat(archive.between(from, to, item -> true).orElseThrow())
                .hasSize(2_500)
                .isSortedAccordingTo((one, other) -> one.id().compareTo(other.id()))
                .allMatch(item -> to.covers(item) && !from.covers(item));
        assertThat(archive.between(to, from, item -> true).orElseThrow()).isEmpty();
        assertThat(archive.between(from, to, item -> false).orElseThrow()).isEmpty();
        assertThat(archive.holds(from)).isTrue();

        market.redis.xtrim("outbox:ticks", XTrimParams.xTrimParams().maxLen(100));
        assertThat(archive.holds(from)).isFalse();
        assertThat(archive.between(from, to, item -> true)).isEmpty();
    }

    @Test
    void aMarkIsReadAsItIsWritten() {
        StreamOffset mark =
                new StreamOffset(new NewsId(1_763_975_754_123L, 4, 0), new NewsId(1_763_975_754_120L, 0, 1));
        assertThat(StreamOffset.parse(mark.toString())).contains(mark);
        assertThat(mark).hasToString("1763975754123-4_1763975754120-0-1");
        for (String wrong :
                List.of("", "_", "1-1", "1-1_", "1-1_1", "1-1_1-1-2", "-1-1_1-1", "1-1_1-1 ", "x", "1-1_1-1_1-1")) {
            assertThat(StreamOffset.parse(wrong)).as(wrong).isEmpty();
        }
    }

    private List<News> received(int expected) {
        List<News> received = new ArrayList<>();
        for (int tries = 0; received.size() < expected && tries < 30; tries++) {
            subscription.next(100).forEach(item -> received.add(item.news()));
        }
        return received;
    }
}
