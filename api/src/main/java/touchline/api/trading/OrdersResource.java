package touchline.api.trading;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.openapi.Answers;
import touchline.api.openapi.Takes;
import touchline.api.problem.Ids;
import touchline.api.problem.Page;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.problem.RequestBody;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.spot.OrderHistory;
import touchline.market.spot.OrderId;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.spot.SpotTrading;

/** Spot orders. */
@Path("/v1/orders")
@Produces(MediaType.APPLICATION_JSON)
public final class OrdersResource {
    private final SpotTrading spot;
    private final OrderHistory history;
    private final MarketRules rules;

    public OrdersResource(SpotTrading spot, OrderHistory history, MarketRules rules) {
        this.spot = spot;
        this.history = history;
        this.rules = rules;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Takes(Bodies.OrderBody.class)
    @Answers(value = OrderView.class, status = 201)
    public Response place(
            @Auth Trader trader, @HeaderParam("Idempotency-Key") @Nullable String key, byte @Nullable [] bytes) {
        RequestBody body = RequestBody.parse(bytes);
        String instrument = body.text("instrumentId");
        Side side = body.oneOf("side", Side.class);
        // All that there is may be sold at once, whatever may be bought at once.
        long quantity = body.whole("quantity", 1, side == Side.BUY ? rules.maxQuantity() : MarketRules.MAX_DEPTH);
        Price worst = body.price("worstPrice");
        body.check();
        return spot.place(new OrderRequest(
                        trader.id(),
                        Ids.parse(instrument, InstrumentId::parse),
                        side,
                        Quantity.of(quantity),
                        worst,
                        Idempotency.of(trader, key, "orders", body)))
                .match(
                        order -> Response.created(URI.create("/v1/orders/" + order.id()))
                                .entity(OrderView.of(order))
                                .build(),
                        why -> Problems.refused(why).response());
    }

    @GET
    public Page<OrderView> list(
            @Auth Trader trader,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        int size = Page.limit(limit);
        return Page.of(
                history.page(trader.id(), Page.before(cursor), size + 1),
                size,
                OrderView::of,
                (SpotOrder order) -> order.id().toString());
    }

    @GET
    @Path("{id}")
    public OrderView find(@Auth Trader trader, @PathParam("id") String id) {
        return history.find(trader.id(), Ids.parse(id, OrderId::parse))
                .map(OrderView::of)
                .orElseThrow(() -> new ProblemException(Problems.notFound()));
    }
}
