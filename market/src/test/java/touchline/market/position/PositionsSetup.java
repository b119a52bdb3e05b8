package touchline.market.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.Refusal;
import touchline.market.TestMarket;
import touchline.market.TradeOutcome;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.rule.Direction;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A user who opens positions, and another whose orders move the price. */
@ExtendWith(StoresExtension.class)
abstract class PositionsSetup {
    static final Money STAKE = Money.coins(100_000);

    TestMarket market;
    InstrumentId player;
    UserId alice;
    UserId whale;

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        player = market.list(1, 100, 1_000_000, 10_000);
        alice = market.user("alice", STAKE);
        whale = market.user("whale", Money.coins(10_000_000));
    }

    @AfterEach
    void booksAddUp() {
        assertThat(market.sumOfAllAccounts()).isEqualTo(BigInteger.ZERO);
        market.close();
    }

    void assertRefused(OpenRequest wish, Refusal why) {
        assertThat(market.positions.open(wish)).isEqualTo(TradeOutcome.refused(why));
    }

    Position open(Direction direction, long quantity, int leverage, @Nullable Price stop, @Nullable Price take) {
        return market.positions
                .open(wish(direction, quantity, leverage, stop, take))
                .orThrow();
    }

    OpenRequest wish(Direction direction, long quantity, int leverage, @Nullable Price stop, @Nullable Price take) {
        return new OpenRequest(alice, player, direction, Quantity.of(quantity), leverage, stop, take, null, null);
    }

    void push(long shares) {
        market.spot
                .place(new OrderRequest(whale, player, Side.BUY, Quantity.of(shares), null, null))
                .orThrow();
    }

    static Close closed(CloseOutcome outcome) {
        assertThat(outcome).isInstanceOf(CloseOutcome.Closed.class);
        return ((CloseOutcome.Closed) outcome).close();
    }
}
