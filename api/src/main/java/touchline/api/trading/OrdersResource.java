package touchline.api.trading;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.ResponseBodyType;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.problem.Unavailable;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.api.request.RequestQuery;
import touchline.market.MarketRules;
import touchline.market.Refusal;
import touchline.market.Requested;
import touchline.market.TradeOutcome;
import touchline.market.inplay.InPlayRequests;
import touchline.market.inplay.RequestState;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Quantity;
import touchline.market.request.Submission;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.RestingOrders;
import touchline.market.spot.ClientOrderId;
import touchline.market.spot.OrderFilter;
import touchline.market.spot.OrderId;
import touchline.market.spot.OrderQuery;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.spot.SpotTrading;
import touchline.market.spot.TrackedOrder;

/** Spot orders. */
@Path("/v1/orders")
@Produces(MediaType.APPLICATION_JSON)
final class OrdersResource {
    private static final String PATH = "/v1/orders/";

    private final SpotTrading spot;
    private final OrderQuery history;
    private final InPlayRequests requests;
    private final RestingOrders resting;
    private final MarketRules rules;

    OrdersResource(
            SpotTrading spot, OrderQuery history, InPlayRequests requests, RestingOrders resting, MarketRules rules) {
        this.spot = spot;
        this.history = history;
        this.requests = requests;
        this.resting = resting;
        this.rules = rules;
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
                        body.terms(),
                        submission.key(),
                        submission.deadline(),
                        clientId(trader, body.clientOrderId())))
                .fold(
                        requested -> taken(trader, requested, body),
                        why -> Problems.refused(why).response());
    }

    private @Nullable ClientOrderId clientId(Trader trader, @Nullable String given) {
        return given == null
                ? null
                : new ClientOrderId(
                        given, history.withClientId(trader.id(), given).isPresent());
    }

    private Response taken(Trader trader, Requested<SpotOrder> requested, TradingBodies.OrderBody body) {
        if (requested instanceof Requested.Waits<SpotOrder> waits) {
            return PendingView.accepted(PATH, Long.toString(waits.id()), waits.executeAt());
        }
        if (requested instanceof Requested.Rests<SpotOrder> rests) {
            return Response.created(URI.create(PATH + rests.id()))
                    .entity(view(trader, OrderId.of(rests.id())))
                    .build();
        }
        SpotOrder order = ((Requested.Done<SpotOrder>) requested).value();
        OrderTerms terms = body.terms().isMarket() ? null : body.terms(); // as the book knows it
        return Response.created(URI.create(PATH + order.id()))
                .entity(OrderView.of(TrackedOrder.filled(order, body.clientOrderId(), terms)))
                .build();
    }

    @GET
    @QueryParameter(value = "state", what = "some of the states, comma separated; all where it is left out")
    @QueryParameter(value = "instrument", what = "the id of an instrument")
    @QueryParameter(value = "side", of = Side.class)
    @QueryParameter(value = "from", what = "a time; from the first on where it is left out")
    @QueryParameter(value = "to", what = "a time, included; up to the last where it is left out")
    @QueryParameter(value = "cursor", what = "the nextCursor of the page before")
    @QueryParameter("limit")
    public Page<OrderView> list(@Auth Trader trader, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        OrderFilter filter = TradeFilters.orders(query, query.someOf("state", RequestState.class));
        long before = query.before();
        int size = query.limit();
        query.check();
        return Page.of(
                history.page(trader.id(), filter, before, size + 1),
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
        return answer(view(trader, id));
    }

    /** An order that was accepted moments ago may not be in the book yet: that is unavailable, and not missing. */
    @GET
    @Path("by-client-order-id/{clientOrderId}")
    @ResponseBodyType(OrderView.class)
    @ResponseBodyType(value = OrderView.class, status = 202)
    public Response findByClientId(@Auth Trader trader, @PathParam("clientOrderId") String clientId) {
        return byClientId(trader, clientId);
    }

    /** For ids that can't be part of a path, which has no encoded slash, percent sign, semicolon or backslash. */
    @GET
    @Path("by-client-order-id")
    @ResponseBodyType(OrderView.class)
    @ResponseBodyType(value = OrderView.class, status = 202)
    @QueryParameter(value = "clientOrderId", what = "your own id of the order, percent-encoded")
    public Response findByClientIdOfQuery(@Auth Trader trader, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        String clientId = query.text("clientOrderId", ClientOrderId.LONGEST);
        if (query.isMissing("clientOrderId")) {
            query.refuse("clientOrderId", "is required");
        }
        query.check();
        return byClientId(trader, String.valueOf(clientId));
    }

    private Response byClientId(Trader trader, String clientId) {
        if (clientId.length() > ClientOrderId.LONGEST || !clientId.chars().allMatch(c -> c > 32 && c < 127)) {
            throw new ProblemException(Problems.notFound());
        }
        Optional<OrderId> accepted = spot.withClientId(trader.id(), clientId);
        return answer(accepted.flatMap(id -> known(trader, id))
                .or(() -> history.withClientId(trader.id(), clientId).map(OrderView::of))
                .orElseThrow(() -> accepted.isPresent()
                        ? new ProblemException(Problems.unavailable(Unavailable.NOT_IN_BOOK)).with("Retry-After", "1")
                        : new ProblemException(Problems.notFound())));
    }

    private Optional<OrderView> known(Trader trader, OrderId id) {
        return requests.order(trader.id(), id.value())
                .flatMap(request -> Optional.ofNullable(request.order()).map(order -> OrderView.of(request, order)))
                .or(() -> history.find(trader.id(), id).map(OrderView::of));
    }

    private static Response answer(OrderView found) {
        return Response.status(found.state() == RequestState.PENDING ? 202 : 200)
                .entity(found)
                .build();
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(OrderView.class)
    @ResponseBodyType(PendingView.class)
    public Response replace(
            @Auth Trader trader,
            @PathParam("id") String path,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request,
            TradingBodies.OrderChangeBody body) {
        OrderId id = PathIds.parse(path, OrderId::parse);
        Submission submission = Submissions.of(request, trader, key, "change of orders/" + id);
        return changed(trader, id, resting.replace(trader.id(), id.value(), body.replacement(), rules, submission));
    }

    @DELETE
    @Path("{id}")
    @ResponseBodyType(OrderView.class)
    @ResponseBodyType(PendingView.class)
    public Response cancel(
            @Auth Trader trader,
            @PathParam("id") String path,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request) {
        OrderId id = PathIds.parse(path, OrderId::parse);
        Submission submission = Submissions.of(request, trader, key, "cancellation of orders/" + id);
        return changed(trader, id, resting.cancel(trader.id(), id.value(), submission));
    }

    /** The order, opening or close after a change. One that was decided more than a day ago is known to the book alone. */
    private Response changed(Trader trader, OrderId id, TradeOutcome<?> outcome) {
        return outcome.fold(
                done -> {
                    Object after = requests.find(trader.id(), id.value())
                            .filter(request -> request.order() == null)
                            .map(request -> (Object) PendingView.of(id.toString(), request))
                            .orElseGet(() -> view(trader, id));
                    return Response.ok(after).build();
                },
                why -> why.why() == Refusal.NOT_FOUND
                                && history.find(trader.id(), id).isPresent()
                        ? Problems.refused(Refusal.ORDER_DECIDED).response()
                        : Problems.refused(why).response());
    }

    private OrderView view(Trader trader, OrderId id) {
        return known(trader, id).orElseThrow(() -> new ProblemException(Problems.notFound()));
    }
}
