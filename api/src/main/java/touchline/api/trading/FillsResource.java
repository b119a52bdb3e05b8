package touchline.api.trading;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.SchemaName;
import touchline.api.request.Page;
import touchline.api.request.RequestQuery;
import touchline.market.spot.OrderFilter;
import touchline.market.spot.OrderQuery;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;

/** The fills of a user's orders. */
@Path("/v1/fills")
@Produces(MediaType.APPLICATION_JSON)
final class FillsResource {
    private final OrderQuery history;

    FillsResource(OrderQuery history) {
        this.history = history;
    }

    /**
     * A fill: an order is filled once, as a whole.
     *
     * @param realisedPnl of a sale, after its fee; 0 of a purchase
     * @param source {@code USER}; {@code FULL_TIME} or {@code VOID} of a sale by the settlement of a match; {@code CORRECTION} of an order by which operators cancelled another one
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("Fill")
    record FillView(
            String orderId,
            @Nullable String clientOrderId,
            String instrumentId,
            Side side,
            long quantity,
            String averagePrice,
            String amount,
            String fee,
            String realisedPnl,
            String source,
            Instant at) {
        static FillView of(OrderQuery.Fill fill) {
            SpotOrder order = fill.order();
            return new FillView(
                    order.id().toString(),
                    fill.clientId(),
                    order.instrument().toString(),
                    order.side(),
                    order.quantity().shares(),
                    order.averagePrice().toString(),
                    order.amount().toString(),
                    order.fee().toString(),
                    fill.realised().toString(),
                    fill.source(),
                    order.at());
        }
    }

    @GET
    @QueryParameter(value = "instrument", what = "the id of an instrument")
    @QueryParameter(value = "side", of = Side.class)
    @QueryParameter(value = "from", what = "a time; from the first on where it is left out")
    @QueryParameter(value = "to", what = "a time, included; up to the last where it is left out")
    @QueryParameter(value = "cursor", what = "the nextCursor of the page before")
    @QueryParameter("limit")
    public Page<FillView> list(@Auth Trader trader, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        OrderFilter filter = TradeFilters.orders(query, Set.of());
        long before = query.before();
        int size = query.limit();
        query.check();
        return Page.of(
                history.fills(trader.id(), filter, before, size + 1),
                size,
                FillView::of,
                (OrderQuery.Fill fill) -> fill.order().id().toString());
    }
}
