package touchline.api.ops.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
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
import org.jspecify.annotations.Nullable;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.ops.command.CommandResponse;
import touchline.api.ops.command.FourEyes;
import touchline.api.ops.command.ReasonBody;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.api.request.RequestQuery;
import touchline.market.matchfeed.FixtureId;
import touchline.market.settlement.SettlementKind;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.operation.JobOperations;

/** Settlements, step by step. */
@Path("/v1/ops/settlements")
@Produces(MediaType.APPLICATION_JSON)
final class SettlementsResource {
    private final SettlementOperations operations;

    SettlementsResource(SettlementOperations operations) {
        this.operations = operations;
    }

    /** The latest first. */
    @GET
    @RolesAllowed("viewer")
    @QueryParameter(value = "state", what = "open, or all (the default)")
    @QueryParameter("limit")
    public Page<SettlementView> list(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        boolean isOpen = FourEyes.isOfOpen(query);
        int limit = query.limit();
        query.check();
        return new Page<>(operations.latest(isOpen, limit), null);
    }

    @GET
    @Path("{fixtureId}")
    @RolesAllowed("viewer")
    public SettlementView find(@Auth Operator operator, @PathParam("fixtureId") String fixtureId) {
        return operations
                .find(PathIds.parse(fixtureId, FixtureId::parse))
                .orElseThrow(() -> new ProblemException(noSuch()));
    }

    /** Previews what settling a fixture would close, sell and pay, and whether it is allowed. */
    @GET
    @Path("{fixtureId}/preview")
    @RolesAllowed("viewer")
    @QueryParameter(value = "kind", what = "how it is settled", of = SettlementKind.class)
    public PreviewView preview(
            @Auth Operator operator, @PathParam("fixtureId") String fixtureId, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        SettlementKind kind = kind(query);
        query.check();
        return operations
                .preview(PathIds.parse(fixtureId, FixtureId::parse), kind)
                .orElseThrow(() ->
                        new ProblemException(Problem.of("not-found", "Not found", 404, "No fixture has this id.")));
    }

    private static SettlementKind kind(RequestQuery query) {
        String word = query.text("kind", 16);
        for (SettlementKind kind : SettlementKind.values()) {
            if (kind.name().equals(word)) {
                return kind;
            }
        }
        query.refuse("kind", "must be FULL_TIME or VOID");
        return SettlementKind.FULL_TIME;
    }

    /**
     * A settlement to retry now.
     *
     * @param waitsFor what it has to wait for all the same; null where that is nothing
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("SettlementRetry")
    record RetryView(String fixtureId, @Nullable String waitsFor) {}

    /** Retries an unfinished settlement now instead of at its next attempt. */
    @POST
    @Path("{fixtureId}/retry")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(value = RetryView.class, status = 202)
    public Response retry(@Auth Operator operator, @PathParam("fixtureId") String fixtureId, ReasonBody body) {
        FixtureId fixture = PathIds.parse(fixtureId, FixtureId::parse);
        Attribution attribution = operator.attribution(body.reason());
        CommandResult<JobOperations.MovedUp> result = operations.retry(fixture, attribution);
        return result instanceof CommandResult.NotFound
                ? noSuch().response()
                : CommandResponse.answer(
                        result,
                        retried -> Response.accepted(new RetryView(
                                        fixture.toString(), retried.waitsFor().orElse(null)))
                                .build());
    }

    private static Problem noSuch() {
        return Problem.of("not-found", "Not found", 404, "Nobody has asked for a settlement of such a fixture.");
    }
}
