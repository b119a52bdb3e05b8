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
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.ResponseBodyType;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.api.request.PatchField;
import touchline.api.request.PathIds;
import touchline.api.request.RequestQuery;
import touchline.market.Refusal;
import touchline.market.Requested;
import touchline.market.inplay.RequestState;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.AmendOutcome;
import touchline.market.position.Amendment;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.position.book.PositionFilter;
import touchline.market.position.rule.Direction;
import touchline.market.request.Submission;

/** Leveraged positions. */
@Path("/v1/positions")
@Produces(MediaType.APPLICATION_JSON)
final class PositionsResource {
    private static final String PATH = "/v1/positions/";

    private final Positions positions;
    private final PositionViews views;
    private final Instruments instruments;

    PositionsResource(Positions positions, PositionViews views, Instruments instruments) {
        this.positions = positions;
        this.views = views;
        this.instruments = instruments;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(value = PositionView.class, status = 201)
    @ResponseBodyType(value = PendingView.class, status = 201)
    @ResponseBodyType(value = PendingView.class, status = 202)
    public Response open(
            @Auth Trader trader,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request,
            TradingBodies.PositionBody body) {
        InstrumentId instrument = PathIds.parse(body.instrumentId(), InstrumentId::parse);
        Submission submission = Submissions.of(request, trader, key, "positions");
        return positions
                .requestOpen(new OpenRequest(
                        trader.id(),
                        instrument,
                        body.direction(),
                        Quantity.of(body.quantity()),
                        body.leverage(),
                        body.stopLoss(),
                        body.takeProfit(),
                        body.trailingDistance(),
                        body.worstPrice(),
                        body.terms(),
                        submission.key(),
                        submission.deadline()))
                .fold(
                        requested -> taken(trader, requested),
                        why -> Problems.refused(why).response());
    }

    private Response taken(Trader trader, Requested<Positions.Opened> requested) {
        if (requested instanceof Requested.Waits<Positions.Opened> waits) {
            return PendingView.accepted(PATH, Long.toString(waits.id()), waits.executeAt());
        }
        if (requested instanceof Requested.Rests<Positions.Opened> rests) {
            return Response.created(URI.create(PATH + rests.id()))
                    .entity(views.opening(trader.id(), PositionId.of(rests.id()))
                            .orElseThrow(() -> new ProblemException(Problems.notFound())))
                    .build();
        }
        Positions.Opened opened = ((Requested.Done<Positions.Opened>) requested).value();
        return Response.created(URI.create(PATH + opened.position().id()))
                .entity(PositionView.of(opened.position(), opened.price()))
                .build();
    }

    @GET
    @QueryParameter(value = "instrument", what = "the id of an instrument")
    @QueryParameter(value = "direction", of = Direction.class)
    @QueryParameter(value = "from", what = "a time of opening; from the first on where it is left out")
    @QueryParameter(value = "to", what = "a time of opening, included; up to the last where it is left out")
    @QueryParameter(value = "cursor", what = "the nextCursor of the page before")
    @QueryParameter("limit")
    public Page<PositionView> list(
            @Auth Trader trader, @QueryParam("status") @Nullable String status, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        PositionFilter filter = TradeFilters.positions(query);
        long before = query.before();
        int size = query.limit();
        query.check();
        List<Position> found = switch (status == null ? "open" : status) {
            case "open" ->
                positions.openOf(trader.id()).stream()
                        .filter(position -> position.id().value() < before && filter.selects(position))
                        .sorted(Comparator.comparing(Position::id).reversed())
                        .limit(size + 1L)
                        .toList();
            case "closed" -> views.closed(trader.id(), filter, before, size + 1);
            default ->
                throw new ProblemException(
                        Problems.invalid(List.of(new Problem.FieldError("status", "must be open or closed"))));
        };
        Page<Position> page = Page.of(
                found, size, position -> position, position -> position.id().toString());
        return new Page<>(views.of(page.items()), page.nextCursor());
    }

    /** Openings that rest until a price is reached; there are at most some hundred, so they are one page. */
    @GET
    @Path("openings")
    public Page<PendingView> openings(@Auth Trader trader) {
        return new Page<>(views.restingOpenings(trader.id()), null);
    }

    @GET
    @Path("{id}")
    @ResponseBodyType(PositionView.class)
    @ResponseBodyType(PendingView.class)
    @ResponseBodyType(value = PendingView.class, status = 202)
    public Response find(@Auth Trader trader, @PathParam("id") String path) {
        PositionId id = PathIds.parse(path, PositionId::parse);
        Optional<PositionView> position = views.find(trader.id(), id);
        if (position.isEmpty()) {
            Optional<PendingView> opening = views.opening(trader.id(), id);
            // It may have been opened while one looked.
            position = opening.isPresent() && opening.get().state() == RequestState.FILLED
                    ? views.find(trader.id(), id)
                    : Optional.empty();
            if (position.isEmpty()) {
                return opening.map(PendingView::response).orElseThrow(() -> new ProblemException(Problems.notFound()));
            }
        }
        return Response.ok(position.get()).build();
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(PositionView.class)
    public Response amend(
            @Auth Trader trader,
            @PathParam("id") String path,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request,
            TradingBodies.LevelsBody body) {
        PositionId id = PathIds.parse(path, PositionId::parse);
        AmendOutcome outcome = positions.amend(
                trader.id(),
                id,
                amendment(body.stopLoss()),
                amendment(body.takeProfit()),
                amendment(body.trailingDistance()),
                Submissions.of(request, trader, key, "levels of positions/" + id));
        if (outcome instanceof AmendOutcome.AlreadyClosed) {
            return closed(trader, id).response();
        }
        if (outcome instanceof AmendOutcome.Refused refused) {
            return Problems.refused(refused.rejection()).response();
        }
        AmendOutcome.Amended amended = (AmendOutcome.Amended) outcome;
        return Response.ok(views.of(amended.position(), amended.price())).build();
    }

    @POST
    @Path("{id}/close")
    @ResponseBodyType(PositionView.class)
    @ResponseBodyType(value = PendingView.class, status = 202)
    public Response close(
            @Auth Trader trader,
            @PathParam("id") String path,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request,
            TradingBodies.@Nullable CloseBody body) {
        PositionId id = PathIds.parse(path, PositionId::parse);
        CloseOutcome outcome = positions.requestClose(
                trader.id(),
                id,
                body == null ? null : body.shares(),
                Submissions.of(request, trader, key, "close of positions/" + id));
        return result(trader, id, outcome).response(PATH);
    }

    /** Each is closed by itself, as by a request of its own. */
    @POST
    @Path("close")
    public Page<CloseResultView> closeAll(
            @Auth Trader trader,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request,
            TradingBodies.@Nullable CloseAllBody body) {
        InstrumentId instrument = body == null ? null : body.instrument();
        if (instrument != null && instruments.find(instrument).isEmpty()) {
            throw new ProblemException(Problems.notFound()); // a mistyped id must not look like a close
        }
        return positions
                .requestCloseAll(trader.id(), instrument, Submissions.of(request, trader, key, "close of positions"))
                .fold(
                        outcomes -> new Page<>(
                                outcomes.entrySet().stream()
                                        .map(one -> result(trader, one.getKey(), one.getValue()))
                                        .toList(),
                                null),
                        why -> {
                            throw new ProblemException(Problems.refused(why));
                        });
    }

    private CloseResultView result(Trader trader, PositionId id, CloseOutcome outcome) {
        if (outcome instanceof CloseOutcome.PartClosed part) {
            return done(trader, id, part.part());
        }
        if (outcome instanceof CloseOutcome.Closed) {
            return done(trader, id, id);
        }
        if (outcome instanceof CloseOutcome.Waits waits) {
            return CloseResultView.waits(id, waits.request(), waits.executeAt());
        }
        if (outcome instanceof CloseOutcome.Refused refused) {
            // One closed more than a day ago is known to the book alone.
            return CloseResultView.refused(
                    id,
                    refused.why() == Refusal.NOT_FOUND
                                    && views.position(trader.id(), id).isPresent()
                            ? closed(trader, id)
                            : Problems.refused(refused.rejection()));
        }
        return CloseResultView.refused(id, closed(trader, id));
    }

    private CloseResultView done(Trader trader, PositionId id, PositionId closed) {
        return views.find(trader.id(), closed)
                .map(position -> CloseResultView.closed(id, position))
                .orElseGet(() -> CloseResultView.refused(id, Problems.notFound()));
    }

    private Problem closed(Trader trader, PositionId id) {
        return views.find(trader.id(), id).map(Problems::positionClosed).orElseGet(Problems::notFound);
    }

    private static Amendment amendment(PatchField<Price> level) {
        return level.isPresent() ? Amendment.to(level.value()) : new Amendment.Leave();
    }
}
