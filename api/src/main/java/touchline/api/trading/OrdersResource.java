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
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.contract.ResponseBodyType;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.market.Requested;
import touchline.market.inplay.InPlayRequests;
import touchline.market.inplay.RequestState;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Quantity;
import touchline.market.request.Submission;
import touchline.market.spot.OrderId;
import touchline.market.spot.OrderQuery;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.SpotOrder;
import touchline.market.spot.SpotTrading;
import touchline.market.spot.TrackedOrder;

/** Spot orders. */
@Path("/v1/orders")
@Produces(MediaType.APPLICATION_JSON)
public final class OrdersResource {
    private static final String PATH = "/v1/orders/";

    private final SpotTrading spot;
    private final OrderQuery history;
    private final InPlayRequests requests;

    public OrdersResource(SpotTrading spot, OrderQuery history, InPlayRequests requests) {
        this.spot = spot;
        this.history = history;
        this.requests = requests;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(value = OrderView.class, status = 201)
    @ResponseBodyType(value = PendingView.class, status = 202)
    public Response place(
            @Auth Trader trader,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request,
            TradingBodies.OrderBody body) {
        InstrumentId instrument = PathIds.parse(body.instrumentId(), InstrumentId::parse);
        Submission submission = Submissions.of(request, trader, key, "orders");
        return spot.request(new OrderRequest(
                        trader.id(),
                        instrument,
                        body.side(),
                        Quantity.of(body.quantity()),
                        body.worstPrice(),
                        submission.key(),
                        submission.deadline()))
                .fold(OrdersResource::taken, why -> Problems.refused(why).response());
    }

    private static Response taken(Requested<SpotOrder> requested) {
        if (requested instanceof Requested.Waits<SpotOrder> waits) {
            return PendingView.accepted(PATH, Long.toString(waits.id()), waits.executeAt());
        }
        SpotOrder order = ((Requested.Done<SpotOrder>) requested).value();
        return Response.created(URI.create(PATH + order.id()))
                .entity(OrderView.of(TrackedOrder.filled(order)))
                .build();
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
                (TrackedOrder order) -> order.id().toString());
    }

    @GET
    @Path("{id}")
    @ResponseBodyType(OrderView.class)
    @ResponseBodyType(value = OrderView.class, status = 202)
    public Response find(@Auth Trader trader, @PathParam("id") String path) {
        OrderId id = PathIds.parse(path, OrderId::parse);
        OrderView found = requests.order(trader.id(), id.value())
                .flatMap(request -> Optional.ofNullable(request.order()).map(order -> OrderView.of(request, order)))
                .or(() -> history.find(trader.id(), id).map(OrderView::of))
                .orElseThrow(() -> new ProblemException(Problems.notFound()));
        return Response.status(found.state() == RequestState.PENDING ? 202 : 200)
                .entity(found)
                .build();
    }
}
