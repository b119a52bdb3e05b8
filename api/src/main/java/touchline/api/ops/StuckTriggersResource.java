package touchline.api.ops;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jdbi.v3.core.Jdbi;
import touchline.api.constraint.CommandReason;
import touchline.api.constraint.Text;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.ops.command.CommandResponse;
import touchline.api.problem.Problem;
import touchline.api.request.Page;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.repair.Repairs;
import touchline.scheduler.repair.StuckTriggerReport;

/** Stuck triggers. The watchdog repairs them within 90 seconds; operators can do it at once. */
@Path("/v1/ops/stuck")
@Produces(MediaType.APPLICATION_JSON)
final class StuckTriggersResource {
    private final Repairs repairs;
    private final Jdbi own;

    /**
     * Creates it.
     *
     * @param own connections of operators
     */
    StuckTriggersResource(Repairs repairs, Jdbi own) {
        this.repairs = repairs;
        this.own = own;
    }

    /** Names the trigger to repair. */
    @SchemaName("RepairRequest")
    record RepairBody(
            @Text(max = 200) String group,
            @Text(max = 200) String name,
            @CommandReason String reason) {}

    /** Lists the stuck triggers of the cluster. */
    @GET
    @RolesAllowed("viewer")
    public Page<StuckView> list(@Auth Operator operator) {
        return new Page<>(repairs.stuck(own).stream().map(StuckView::of).toList(), null);
    }

    /** Repairs a trigger now; returns its previous state. */
    @POST
    @Path("repair")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(StuckView.class)
    public Response repair(@Auth Operator operator, RepairBody body) {
        Attribution attribution = operator.attribution(body.reason());
        CommandResult<StuckTriggerReport> result =
                repairs.repairNow(body.group(), body.name(), attribution.actor(), attribution.reason());
        return result instanceof CommandResult.NotFound
                ? Problem.of("not-found", "Not found", 404, "There is no such trigger.")
                        .response()
                : CommandResponse.answer(
                        result, stuck -> Response.ok(StuckView.of(stuck)).build());
    }
}
