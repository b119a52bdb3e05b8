package touchline.market.inplay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import touchline.market.Refusal;
import touchline.market.TradeOutcome;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.AmendOutcome;
import touchline.market.position.Amendment;
import touchline.market.position.CloseOutcome;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.CloseReason;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;

/** Requests that wait and are executed. */
class InPlayTest extends InPlaySetup {
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
}
