package touchline.api.ops.cluster;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.operator.account.Role;
import touchline.api.ops.command.CommandResponse;
import touchline.api.ops.command.ForceableBody;
import touchline.api.problem.Problem;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.scheduler.node.ServicesQuery;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.operation.JobOperations;

/** Services. */
@Path("/v1/ops/services")
@Produces(MediaType.APPLICATION_JSON)
final class ServicesResource {
    private final ServicesQuery services;
    private final JobOperations operations;

    ServicesResource(ServicesQuery services, JobOperations operations) {
        this.services = services;
        this.operations = operations;
    }

    /** Lists the services of all nodes. */
    @GET
    @RolesAllowed("viewer")
    public Page<ServiceView> list(@Auth Operator operator) {
        return new Page<>(services.list().stream().map(ServiceView::of).toList(), null);
    }

    /**
     * The restart that was requested.
     *
     * @param nodes on how many it is restarted
     */
    @SchemaName("ServiceRestart")
    record RestartView(String service, int nodes) {}

    /** Restarts a service on every node that has it, within a second or two; GET shows when. */
    @POST
    @Path("{name}/restart")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(value = RestartView.class, status = 202)
    public Response restart(@Auth Operator operator, @PathParam("name") String name, ForceableBody body) {
        boolean force = body.isForced();
        Attribution attribution = operator.attribution(body.reason());
        if (force && !operator.role().includes(Role.ADMIN)) {
            return Problems.forbidden("Only an admin may force a restart.").response();
        }
        CommandResult<Integer> result = operations.nodes().restartService(name, force, attribution);
        return result instanceof CommandResult.NotFound
                ? Problem.of("not-found", "Not found", 404, "No node has such a service.")
                        .response()
                : CommandResponse.answer(
                        result,
                        nodes -> Response.accepted(new RestartView(name, nodes)).build());
    }
}
