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
import touchline.api.problem.Page;
import touchline.market.spot.SpotTrading;

/** What a user holds. */
@Path("/v1/holdings")
@Produces(MediaType.APPLICATION_JSON)
public final class HoldingsResource {
    private final SpotTrading spot;

    public HoldingsResource(SpotTrading spot) {
        this.spot = spot;
    }

    /** Shares of one instrument, and what they cost. */
    record HoldingView(String instrumentId, long quantity, String cost) {}

    @GET
    public Page<HoldingView> list(
            @Auth Trader trader,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        int size = Page.limit(limit);
        long after = cursor == null ? 0 : Page.before(cursor);
        List<HoldingView> holdings = spot.holdings(trader.id()).entrySet().stream()
                .filter(one -> one.getKey().value() > after)
                .limit(size + 1L)
                .map(one -> new HoldingView(
                        one.getKey().toString(),
                        one.getValue().quantity(),
                        one.getValue().cost().toString()))
                .toList();
        return Page.of(holdings, size, one -> one, HoldingView::instrumentId);
    }
}
