package touchline.api.ops.repair;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.RequestBodyType;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.ops.command.CommandRequest;
import touchline.api.ops.command.CommandResponse;
import touchline.api.problem.Problem;
import touchline.api.request.Page;
import touchline.api.request.RequestBody;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.repair.Repairs;
import touchline.scheduler.repair.StuckTriggerReport;

/** Stuck triggers. The watchdog repairs them within 90 seconds; operators can do it at once. */
@Path("/v1/ops/stuck")
@Produces(MediaType.APPLICATION_JSON)
public final class StuckTriggersResource {
    private static final int LONGEST_NAME = 200;

    private final Repairs repairs;

    public StuckTriggersResource(Repairs repairs) {
        this.repairs = repairs;
    }

    /** Names the trigger to repair. */
    @SchemaName("RepairRequest")
    record RepairBody(String group, String name, String reason) {}

    /** Lists the stuck triggers of the cluster. */
    @GET
    @RolesAllowed("viewer")
    public Page<StuckView> list(@Auth Operator operator) {
        return new Page<>(repairs.stuck().stream().map(StuckView::of).toList(), null);
    }

    /** Repairs a trigger now; returns its previous state. */
    @POST
    @Path("repair")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBodyType(RepairBody.class)
    @ResponseBodyType(StuckView.class)
    public Response repair(@Auth Operator operator, byte @Nullable [] bytes) {
        CommandRequest request = CommandRequest.of(operator, bytes);
        String group = required(request.body(), "group");
        String name = required(request.body(), "name");
        Attribution attribution = request.attribution();
        CommandResult<StuckTriggerReport> result =
                repairs.repairNow(group, name, attribution.actor(), attribution.reason());
        return result instanceof CommandResult.NotFound
                ? Problem.of("not-found", "Not found", 404, "There is no such trigger.")
                        .response()
                : CommandResponse.answer(
                        result, stuck -> Response.ok(StuckView.of(stuck)).build());
    }

    private static String required(RequestBody body, String field) {
        String value = body.optionalText(field, LONGEST_NAME);
        if (value == null || value.isEmpty()) {
            body.refuse(field, "is required");
            return "";
        }
        return value;
    }
}
