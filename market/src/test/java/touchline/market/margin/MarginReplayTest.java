package touchline.market.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class MarginReplayTest {
    @Test
    void aCloseThatFailsOnOneInstrumentHoldsUpNoOther(TestStores stores) {
        try (TestMarket market = new TestMarket(stores)) {
            UserId alice = market.user("alice", Money.coins(10_000_000));
            List<Position> open = List.of(1L, 2L, 3L).stream()
                    .map(id -> breached(market, alice, id))
                    .toList();
            market.redis.hset("accounts", "pool:1", "spoiled");
            market.redis.hset("accounts", "pool:3", "spoiled");
            MarginReplay replay = new MarginReplay(market.positions, new TickTape(market.redis));
            List<InstrumentId> instruments =
                    open.stream().map(Position::instrument).toList();

            assertThatThrownBy(() -> replay.replayInstruments(instruments))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("instrument 1")
                    .hasMessageContaining("instrument 3");

            assertThat(open)
                    .extracting(position ->
                            market.positions.find(position.id()).orElseThrow().close() != null)
                    .containsExactly(false, true, false);
        }
    }

    private static Position breached(TestMarket market, UserId user, long id) {
        InstrumentId instrument = market.list(id, 100, 1_000_000, 100_000);
        Position position = market.positions
                .open(new OpenRequest(
                        user, instrument, Direction.LONG, Quantity.of(1), 2, Price.of(990_000), null, null, null))
                .orThrow();
        market.move(instrument, 980_000);
        return position;
    }
}
