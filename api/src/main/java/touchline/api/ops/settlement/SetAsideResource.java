package touchline.api.ops.settlement;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.RequestBodyType;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.ops.command.CommandRequest;
import touchline.api.problem.Problem;
import touchline.api.request.Page;
import touchline.market.settlement.SetAsideRepair;
import touchline.scheduler.operation.Attribution;

/** Records that could not be read, and their clearing. */
@Path("/v1/ops/set-aside")
@Produces(MediaType.APPLICATION_JSON)
public final class SetAsideResource {
    private final SetAsideDesk desk;

    public SetAsideResource(SetAsideDesk desk) {
        this.desk = desk;
    }

    /** Each with a preview of its clearing. */
    @GET
    @RolesAllowed("viewer")
    public Page<SetAsideView> list(@Auth Operator operator, @QueryParam("limit") @Nullable String limit) {
        int size = Page.limit(limit);
        return new Page<>(desk.all().stream().limit(size).map(SetAsideView::of).toList(), null);
    }

    /**
     * What to clear.
     *
     * @param writeOff whether one that still can't be read is written off: its note is deleted, and what is stored of it stays
     */
    @SchemaName("ClearRequest")
    record ClearBody(String subject, @Nullable Boolean writeOff, String reason) {}

    @POST
    @Path("clear")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBodyType(ClearBody.class)
    @ResponseBodyType(SetAsideView.class)
    public Response clear(@Auth Operator operator, byte @Nullable [] bytes) {
        CommandRequest request = CommandRequest.of(operator, bytes);
        String subject = request.body().text("subject", 200);
        boolean writeOff = request.body().flag("writeOff");
        Attribution attribution = request.attribution();
        SetAsideRepair.Clearing done =
                desk.clear(subject, writeOff, attribution).orElse(null);
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
                                    + ". Mend it first, or send \"writeOff\": true.")
                    .response();
        }
        return Response.ok(SetAsideView.of(done)).build();
    }
}
