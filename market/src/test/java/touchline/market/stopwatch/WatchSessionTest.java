package touchline.market.stopwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.market.lease.Lease;
import touchline.market.lease.Leases;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Position;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderType;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;

/** A session without its thread: what one turn leaves undone shows. */
class WatchSessionTest extends StopWatchSetup {
    /** Offsets are stored in the same turn: a position that is still open then stays open if the node is killed. */
    @Test
    void whatATriggeredOrderBringsToLightIsClosedInTheSameTurn() {
        Position position = longWithStop(990_000);
        OrderTerms above = OrderTerms.of(OrderType.STOP, null, Price.of(1_010_000), null);
        market.spot
                .rest(new OrderRequest(alice, player, Side.BUY, Quantity.of(1), null, above, null, null, null))
                .orThrow();
        move(1_000_100);
        try (Lease lease = new Leases(market.redis, jdbi, "one")
                .acquire(StopWatch.LEASE, Duration.ofMinutes(10))
                .orElseThrow()) {
            BreachCloser closer = new BreachCloser(market.redis, market.positions, lease);
            WatchSession session = new WatchSession(market.redis, market.positions, closer, new StopWatchStats());
            session.load(player, market.positions.readOpenOn(player));
            moveSilently(980_000);
            String seq = market.redis.hget("instrument:1", "tick_seq");
            String another = "{\"seq\":%s,\"price\":1020000,\"at\":9000000000000}".formatted(seq);

            session.take(List.of(new MarketSubscription.Message("price:1", another, System.nanoTime())));

            assertThat(market.positions.find(position.id()).orElseThrow().close())
                    .isNotNull();
        }
    }
}
