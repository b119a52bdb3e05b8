package touchline.api.trading;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.openapi.Answers;
import touchline.api.openapi.Takes;
import touchline.api.problem.Ids;
import touchline.api.problem.Page;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.problem.RequestBody;
import touchline.market.MarketRules;
import touchline.market.Refusal;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.AmendOutcome;
import touchline.market.position.Amendment;
import touchline.market.position.CloseOutcome;
import touchline.market.position.Direction;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;

/** Leveraged positions. */
@Path("/v1/positions")
@Produces(MediaType.APPLICATION_JSON)
public final class PositionsResource {
    private final Positions positions;
    private final PositionViews views;
    private final MarketRules rules;

    public PositionsResource(Positions positions, PositionViews views, MarketRules rules) {
        this.positions = positions;
        this.views = views;
        this.rules = rules;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Takes(Bodies.PositionBody.class)
    @Answers(value = PositionView.class, status = 201)
    public Response open(
            @Auth Trader trader, @HeaderParam("Idempotency-Key") @Nullable String key, byte @Nullable [] bytes) {
        RequestBody body = RequestBody.parse(bytes);
        String instrument = body.text("instrumentId");
        Direction direction = body.oneOf("direction", Direction.class);
        long quantity = body.whole("quantity", 1, rules.maxQuantity());
        long leverage = body.whole("leverage", 1, rules.maxLeverage());
        Price stopLoss = body.price("stopLoss");
        Price takeProfit = body.price("takeProfit");
        Price worst = body.price("worstPrice");
        body.check();
        return positions
                .open(new OpenRequest(
                        trader.id(),
                        Ids.parse(instrument, InstrumentId::parse),
                        direction,
                        Quantity.of(quantity),
                        Math.toIntExact(leverage),
                        stopLoss,
                        takeProfit,
                        worst,
                        Idempotency.of(trader, key, "positions", body)))
                .match(
                        position -> Response.created(URI.create("/v1/positions/" + position.id()))
                                .entity(views.of(position))
                                .build(),
                        why -> Problems.refused(why).response());
    }

    @GET
    public Page<PositionView> list(
            @Auth Trader trader,
            @QueryParam("status") @Nullable String status,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        int size = Page.limit(limit);
        long before = Page.before(cursor);
        List<Position> found = switch (status == null ? "open" : status) {
            case "open" ->
                positions.openOf(trader.id()).stream()
                        .filter(position -> position.id().value() < before)
                        .sorted(Comparator.comparing(Position::id).reversed())
                        .limit(size + 1L)
                        .toList();
            case "closed" -> views.closed(trader.id(), before, size + 1);
            default ->
                throw new ProblemException(
                        Problems.invalid(List.of(new Problem.FieldError("status", "must be open or closed"))));
        };
        Page<Position> page = Page.of(
                found, size, position -> position, position -> position.id().toString());
        return new Page<>(views.of(page.items()), page.nextCursor());
    }

    @GET
    @Path("{id}")
    public PositionView find(@Auth Trader trader, @PathParam("id") String id) {
        return views.find(trader.id(), Ids.parse(id, PositionId::parse))
                .orElseThrow(() -> new ProblemException(Problems.notFound()));
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Takes(Bodies.LevelsBody.class)
    @Answers(PositionView.class)
    public Response amend(@Auth Trader trader, @PathParam("id") String path, byte @Nullable [] bytes) {
        PositionId id = Ids.parse(path, PositionId::parse);
        RequestBody body = RequestBody.parse(bytes);
        Amendment stopLoss = amendment(body, "stopLoss");
        Amendment takeProfit = amendment(body, "takeProfit");
        body.check();
        AmendOutcome outcome = positions.amend(trader.id(), id, stopLoss, takeProfit);
        if (outcome instanceof AmendOutcome.AlreadyClosed) {
            return closed(trader, id);
        }
        if (outcome instanceof AmendOutcome.Refused refused) {
            return Problems.refused(refused.why()).response();
        }
        return Response.ok(find(trader, path)).build();
    }

    @POST
    @Path("{id}/close")
    @Answers(PositionView.class)
    public Response close(@Auth Trader trader, @PathParam("id") String path) {
        PositionId id = Ids.parse(path, PositionId::parse);
        CloseOutcome outcome = positions.closeByUser(trader.id(), id);
        if (outcome instanceof CloseOutcome.Closed) {
            return Response.ok(find(trader, path)).build();
        }
        if (outcome instanceof CloseOutcome.Refused refused) {
            // One closed more than a day ago is known to the book alone.
            return views.find(trader.id(), id).isPresent() && refused.why() == Refusal.NOT_FOUND
                    ? closed(trader, id)
                    : Problems.refused(refused.why()).response();
        }
        return closed(trader, id);
    }

    private Response closed(Trader trader, PositionId id) {
        return views.find(trader.id(), id)
                .map(position -> Problems.positionClosed(position).response())
                .orElseGet(() -> Problems.notFound().response());
    }

    private static Amendment amendment(RequestBody body, String field) {
        boolean given = body.has(field);
        Price price = body.price(field);
        return given ? Amendment.to(price) : new Amendment.Leave();
    }
}
