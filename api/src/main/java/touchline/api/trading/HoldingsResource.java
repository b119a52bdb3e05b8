package touchline.api.trading;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.problem.Page;
import touchline.market.money.Price;
import touchline.market.portfolio.Portfolios;
import touchline.market.portfolio.ValuedHolding;

/** What a user holds. */
@Path("/v1/holdings")
@Produces(MediaType.APPLICATION_JSON)
public final class HoldingsResource {
    private final Portfolios portfolios;

    public HoldingsResource(Portfolios portfolios) {
        this.portfolios = portfolios;
    }

    /**
     * Shares of one instrument.
     *
     * @param cost what they cost, fee aside
     * @param price of one more share
     * @param value what they would yield, sold now, fee aside; {@code unrealisedPnl} is that less the cost
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record HoldingView(
            String instrumentId,
            long quantity,
            String cost,
            @Nullable String price,
            String value,
            String unrealisedPnl) {
        static HoldingView of(ValuedHolding one) {
            Price price = one.price();
            return new HoldingView(
                    one.instrument().toString(),
                    one.holding().quantity(),
                    one.holding().cost().toString(),
                    price == null ? null : price.toString(),
                    one.value().toString(),
                    one.value().minus(one.holding().cost()).toString());
        }
    }

    /** All of it: nobody holds more kinds than there are instruments. */
    @GET
    public Page<HoldingView> list(@Auth Trader trader) {
        return new Page<>(
                portfolios.holdings(trader.id()).stream().map(HoldingView::of).toList(), null);
    }
}
