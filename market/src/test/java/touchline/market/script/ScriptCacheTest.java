package touchline.market.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Breach;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Redis forgets all scripts while the market trades, as after a restart. */
@ExtendWith(StoresExtension.class)
class ScriptCacheTest {
    @Test
    void nobodyNoticesThatRedisHasForgottenTheScripts(TestStores stores) throws InterruptedException {
        try (TestMarket market = new TestMarket(stores)) {
            InstrumentId player = market.list(1, 100, 1_000_000, 1_000_000);
            UserId alice = market.user("alice", Money.coins(1_000_000));
            AtomicBoolean ended = new AtomicBoolean();
            Thread forgetting = new Thread(() -> {
                while (!ended.get()) {
                    market.redis.scriptFlush();
                }
            });
            forgetting.start();
            try {
                List<Position> opened = new ArrayList<>();
                for (int n = 0; n < 50; n++) {
                    market.spot
                            .place(new OrderRequest(alice, player, Side.BUY, Quantity.of(1), null, null))
                            .orThrow();
                    opened.add(market.positions
                            .open(new OpenRequest(
                                    alice, player, Direction.LONG, Quantity.of(1), 5, null, null, null, null))
                            .orThrow());
                }
                opened.forEach(position -> market.positions.closeByUser(alice, position.id()));
            } finally {
                ended.set(true);
                forgetting.join();
            }
            assertThat(market.positions.openOf(alice)).isEmpty();
            assertThat(market.redis.hget("holding:alice", "1")).isEqualTo("50");
            assertThat(market.sumOfAllAccounts()).isZero();
        }
    }

    @Test
    void breachedPositionsAreClosedThoughRedisHasForgottenTheScript(TestStores stores) {
        try (TestMarket market = new TestMarket(stores)) {
            InstrumentId player = market.list(1, 100, 1_000_000, 1_000_000);
            UserId alice = market.user("alice", Money.coins(1_000_000));
            List<Breach> breaches = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                Position position = market.positions
                        .open(new OpenRequest(alice, player, Direction.LONG, Quantity.of(1), 5, null, null, null, null))
                        .orThrow();
                breaches.add(Breach.recorded(
                        position, CloseReason.WASH_OUT, position.openSeq() + 1, Price.of(position.washOut())));
            }

            market.redis.scriptFlush();
            List<CloseOutcome> alone = market.positions.closeBreached(breaches.subList(0, 1), null);
            market.redis.scriptFlush();
            List<CloseOutcome> together = market.positions.closeBreached(breaches.subList(1, 3), null);

            assertThat(alone).hasSize(1).hasOnlyElementsOfType(CloseOutcome.Closed.class);
            assertThat(together).hasSize(2).hasOnlyElementsOfType(CloseOutcome.Closed.class);
        }
    }
}
