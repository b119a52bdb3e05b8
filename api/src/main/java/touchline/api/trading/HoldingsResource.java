package touchline.api.trading;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.contract.SchemaName;
import touchline.api.request.Page;
import touchline.market.money.Price;
import touchline.market.portfolio.Portfolios;
import touchline.market.portfolio.ValuedHolding;

/** The holdings of the authenticated user. */
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
     * @param value what a sale of all of them would bring now, after the fee; {@code unrealisedPnl} is that less the cost
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("Holding")
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

    /** One page: a user holds at most one row for each instrument. */
    @GET
    public Page<HoldingView> list(
            @Auth Trader trader,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        int size = Page.limit(limit);
        long after = cursor == null ? 0 : Page.before(cursor);
        List<HoldingView> holdings = portfolios.holdings(trader.id()).stream()
                .filter(one -> one.instrument().value() > after)
                .limit(size + 1L)
                .map(HoldingView::of)
                .toList();
        return Page.of(holdings, size, one -> one, HoldingView::instrumentId);
    }
}
