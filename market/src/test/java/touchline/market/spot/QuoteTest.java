package touchline.market.spot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.Refusal;
import touchline.market.TestMarket;
import touchline.market.TradeOutcome;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class QuoteTest {

    @Test
    void aQuoteIsTheFillWhereNothingMoved(TestStores stores) {
        try (TestMarket market = new TestMarket(stores)) {
            Random random = new Random(20261124);
            UserId alice = market.user("alice", Money.coins(1_000_000_000));
            for (int n = 1; n <= 150; n++) {
                InstrumentId player =
                        market.list(n, 100, 10_000 + random.nextInt(5_000_000), 1_000 + random.nextInt(100_000));
                long depth = market.instrument(player).depth();
                assertQuoted(market, alice, player, Side.BUY, 1 + random.nextLong(depth / 5));
                assertQuoted(market, alice, player, Side.BUY, 1 + random.nextLong(depth / 5));
                long held = market.instrument(player).netFlow(); // nobody else is here
                assertQuoted(market, alice, player, Side.SELL, 1 + random.nextLong(held));
            }
        }
    }

    @Test
    void whatNoOrderCouldDoIsNotQuoted(TestStores stores) {
        try (TestMarket market = new TestMarket(stores)) {
            InstrumentId player = market.list(1, 100, 1_000_000, 10_000);

            assertThat(market.spot.quote(InstrumentId.of(2), Side.BUY, Quantity.of(1)))
                    .isEqualTo(TradeOutcome.refused(Refusal.NOT_FOUND));
            assertThat(market.spot.quote(player, Side.BUY, Quantity.of(5_001)))
                    .isEqualTo(TradeOutcome.refused(Refusal.LIMIT_EXCEEDED));
            assertThat(market.spot.quote(player, Side.SELL, Quantity.of(1)))
                    .as("nobody holds any")
                    .isEqualTo(TradeOutcome.refused(Refusal.LIMIT_EXCEEDED));
            market.redis.hset("instrument:1", "frozen", "1");
            assertThat(market.spot.quote(player, Side.BUY, Quantity.of(1)))
                    .isEqualTo(TradeOutcome.refused(Refusal.INSTRUMENT_FROZEN));
        }
    }

    private static void assertQuoted(TestMarket market, UserId user, InstrumentId player, Side side, long quantity) {
        Quantity shares = Quantity.of(quantity);
        OrderQuote quote = market.spot.quote(player, side, shares).orThrow();
        assertThat(quote.seq()).isEqualTo(market.instrument(player).seq());

        SpotOrder fill = market.spot
                .place(new OrderRequest(user, player, side, shares, null, null))
                .orThrow();

        assertThat(quote.amount()).isEqualTo(fill.amount());
        assertThat(quote.fee()).isEqualTo(fill.fee());
        assertThat(quote.averagePrice()).isEqualTo(fill.averagePrice());
        assertThat(quote.priceAfter()).isEqualTo(market.instrument(player).price());
    }
}
