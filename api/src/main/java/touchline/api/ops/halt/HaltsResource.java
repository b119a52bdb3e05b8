package touchline.api.ops.halt;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.CommandReason;
import touchline.api.constraint.TimeAhead;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.ops.command.CommandTimes;
import touchline.api.ops.command.ReasonBody;
import touchline.api.problem.Problem;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.api.request.RequestQuery;
import touchline.market.halt.Halt;
import touchline.market.halt.HaltCause;
import touchline.market.halt.HaltMode;
import touchline.market.halt.HaltScope;
import touchline.market.halt.HaltTerms;

/** Halts of trading: of an instrument, a match, a team or the whole market. */
@Path("/v1/ops/halts")
@Produces(MediaType.APPLICATION_JSON)
final class HaltsResource {
    private static final List<String> STATES = List.of("in-force", "all");

    private final HaltDesk desk;
    private final Clock clock;

    HaltsResource(HaltDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    /**
     * Halts trading. Clients see the reason.
     *
     * @param scope {@code market}, {@code fixture:7}, {@code team:9} or {@code instrument:5}
     * @param mode {@code BUYING} stops orders that buy, and longs; {@code CLOSE_ONLY} also shorts; {@code EVERYTHING} also sales, closes and changes of levels
     * @param until a time at least a second ahead, or a duration from now; without it only an operator ends the halt
     */
    @SchemaName("HaltRequest")
    record HaltBody(
            @NotNull(message = "is required: market, fixture:ID, team:ID or instrument:ID")
            @Pattern(
                    regexp = "market|(fixture|team|instrument):[1-9][0-9]{0,17}",
                    message = "must be market, fixture:ID, team:ID or instrument:ID")
            String scope,

            @NotNull(message = "is required: BUYING, CLOSE_ONLY or EVERYTHING")
            @Pattern(regexp = "BUYING|CLOSE_ONLY|EVERYTHING", message = "must be BUYING, CLOSE_ONLY or EVERYTHING")
            String mode,

            @TimeAhead @Nullable String until,
            @CommandReason String reason) {}

    /** Those in force, or all, the latest first. */
    @GET
    @RolesAllowed("viewer")
    @QueryParameter(value = "state", what = "in-force (the default) or all")
    @QueryParameter(value = "cursor", what = "a nextCursor")
    @QueryParameter("limit")
    public Page<HaltView> list(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        String state = query.optional("state", 8, HaltsResource::state, "must be one of in-force, all");
        long before = query.before();
        int limit = query.limit();
        query.check();
        return Page.of(
                desk.list(!"all".equals(state), before, limit + 1),
                limit,
                HaltView::of,
                halt -> Long.toString(halt.id()));
    }

    /** Halts trading in a scope. A halt of its own that is laxer or ends earlier is replaced. */
    @POST
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(HaltView.class)
    public Response halt(@Auth Operator operator, HaltBody body) {
        HaltScope scope = HaltScope.parse(body.scope());
        HaltTerms terms = new HaltTerms(
                HaltMode.valueOf(body.mode()),
                HaltCause.OPERATOR,
                body.reason().strip(),
                CommandTimes.until(body.until(), clock.instant()));
        Optional<Halt> halt = desk.halt(scope, terms, operator.attribution(body.reason()));
        return halt.map(one -> Response.ok(HaltView.of(one)).build())
                .orElseGet(() -> Problem.of(
                                "refused",
                                "Not halted",
                                409,
                                scope
                                        + " is halted already. Only a stricter or longer halt replaces that one; lift it first.")
                        .response());
    }

    /** Lifts a halt. */
    @POST
    @Path("{id}/lift")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(HaltView.class)
    public Response lift(@Auth Operator operator, @PathParam("id") String id, ReasonBody body) {
        Optional<Halt> halt = desk.lift(PathIds.parse(id, Long::parseLong), operator.attribution(body.reason()));
        return halt.map(one -> Response.ok(HaltView.of(one)).build())
                .orElseGet(() -> Problem.of("not-found", "Not found", 404, "No halt of this id is in force.")
                        .response());
    }

    private static String state(String text) {
        if (!STATES.contains(text)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
