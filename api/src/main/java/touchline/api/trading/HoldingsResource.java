package touchline.api.trading;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.request.Page;
import touchline.market.portfolio.Portfolios;

/** The holdings of the authenticated user. */
@Path("/v1/holdings")
@Produces(MediaType.APPLICATION_JSON)
final class HoldingsResource {
    private final Portfolios portfolios;

    HoldingsResource(Portfolios portfolios) {
        this.portfolios = portfolios;
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
