package touchline.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A market that trades within limits. */
@ExtendWith(StoresExtension.class)
abstract class LimitsSetup {
    static final Money NONE = Money.ZERO;

    TestMarket market;
    InstrumentId player;
    UserId alice;
    UserId bob;

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        player = market.list(1, 100, 1_000_000, 100_000);
        alice = market.user("alice", Money.coins(100_000));
        bob = market.user("bob", Money.coins(10_000_000));
    }

    @AfterEach
    void booksAddUp() {
        assertThat(market.sumOfAllAccounts()).isEqualTo(BigInteger.ZERO);
        market.close();
    }

    static void assertBeyond(TradeOutcome<?> outcome, MarketLimit limit, long maximum, long used) {
        assertThat(outcome).isInstanceOf(TradeOutcome.Refused.class);
        assertBeyond(((TradeOutcome.Refused<?>) outcome).rejection(), limit, maximum, used);
    }

    static void assertBeyond(Rejection rejection, MarketLimit limit, long maximum, long used) {
        assertThat(rejection.why()).isIn(Refusal.LIMIT_EXCEEDED, Refusal.EXPOSURE_LIMIT);
        assertThat(rejection.limit()).contains(limit);
        assertThat(rejection.maximum()).as(rejection.toString()).contains(maximum);
        assertThat(rejection.used()).as(rejection.toString()).contains(used);
    }

    TradeOutcome<Position> position(Limits limits, InstrumentId on, Direction direction, long quantity, int leverage) {
        return new Positions(market.redis, MarketRules.standard().within(limits))
                .open(new OpenRequest(bob, on, direction, Quantity.of(quantity), leverage, null, null, null, null));
    }

    TradeOutcome<Position> position(Limits limits, UserId user, Direction direction, long quantity) {
        return new Positions(market.redis, MarketRules.standard().within(limits))
                .open(new OpenRequest(user, player, direction, Quantity.of(quantity), 10, null, null, null, null));
    }

    TradeOutcome<SpotOrder> order(Limits limits, UserId user, Side side, long quantity) {
        return new SpotTrading(market.redis, MarketRules.standard().within(limits))
                .place(new OrderRequest(user, player, side, Quantity.of(quantity), null, null));
    }

    static @Nullable Refusal refusal(TradeOutcome<?> outcome) {
        return outcome.match(done -> null, why -> why);
    }
}
