package touchline.api.ops.settlement;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.CommandReason;
import touchline.api.constraint.Text;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.problem.Problem;
import touchline.api.request.Page;
import touchline.api.request.RequestQuery;
import touchline.market.matchfeed.FixtureId;
import touchline.market.settlement.SetAsideRepair;
import touchline.scheduler.operation.Attribution;

/** Records that could not be read, and their clearing. */
@Path("/v1/ops/set-aside")
@Produces(MediaType.APPLICATION_JSON)
final class SetAsideResource {
    private final SetAsideOperations records;

    SetAsideResource(SetAsideOperations records) {
        this.records = records;
    }

    /** Each with a preview of its clearing. */
    @GET
    @RolesAllowed("viewer")
    @QueryParameter(value = "fixtureId", what = "a match; all without it")
    @QueryParameter("limit")
    public Page<SetAsideView> list(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        FixtureId fixture = query.optional("fixtureId", 24, FixtureId::parse, "must be the id of a match");
        int limit = query.limit();
        query.check();
        return new Page<>(
                (fixture == null ? records.all() : records.of(fixture))
                        .stream().limit(limit).map(SetAsideView::of).toList(),
                null);
    }

    /**
     * Names the record to clear.
     *
     * @param writeOff whether one that still can't be read is written off: its note is deleted, and what is stored of it stays
     */
    @SchemaName("ClearRequest")
    record ClearBody(
            @Text(max = 200) String subject,
            @Nullable Boolean writeOff,
            @CommandReason String reason) {}

    @POST
    @Path("clear")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(SetAsideView.class)
    public Response clear(@Auth Operator operator, ClearBody body) {
        String subject = body.subject();
        boolean writeOff = Boolean.TRUE.equals(body.writeOff());
        Attribution attribution = operator.attribution(body.reason());
        SetAsideRepair.Clearing done =
                records.clear(subject, writeOff, attribution).orElse(null);
        if (done == null) {
            return Problem.of("not-found", "Not found", 404, "Nothing of this name is set aside.")
                    .response();
        }
        if (done.action() == SetAsideRepair.Action.WRITE_OFF && !writeOff) {
            return Problem.of(
                            "refused",
                            "Not cleared",
                            409,
                            subject + " still can't be read: " + done.words()
                                    + ". Repair it first, or send \"writeOff\": true.")
                    .response();
        }
        return Response.ok(SetAsideView.of(done)).build();
    }
}
