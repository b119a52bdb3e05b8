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
import org.jspecify.annotations.Nullable;
import touchline.api.contract.ForceableBody;
import touchline.api.contract.RequestBodyType;
import touchline.api.contract.ResponseBodyType;
import touchline.api.operator.Operator;
import touchline.api.operator.account.Role;
import touchline.api.ops.command.CommandRequest;
import touchline.api.ops.command.CommandResponse;
import touchline.api.problem.Problem;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.api.request.RequestBody;
import touchline.scheduler.node.Services;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.operation.JobOperations;

/** What runs always. */
@Path("/v1/ops/services")
@Produces(MediaType.APPLICATION_JSON)
public final class ServicesResource {
    private final Services services;
    private final JobOperations levers;

    public ServicesResource(Services services, JobOperations levers) {
        this.services = services;
        this.levers = levers;
    }

    /** All there are, on whichever node. */
    @GET
    @RolesAllowed("viewer")
    public Page<ServiceView> list(@Auth Operator operator) {
        return new Page<>(services.list().stream().map(ServiceView::of).toList(), null);
    }

    /**
     * What was asked for.
     *
     * @param nodes on how many it is restarted
     */
    record RestartView(String service, int nodes) {}

    /** Stops it and starts it anew, on every node that has it. Each takes note within a second; GET tells when. */
    @POST
    @Path("{name}/restart")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBodyType(ForceableBody.class)
    @ResponseBodyType(value = RestartView.class, status = 202)
    public Response restart(@Auth Operator operator, @PathParam("name") String name, byte @Nullable [] bytes) {
        RequestBody body = RequestBody.parse(bytes);
        Attribution order = CommandRequest.of(operator, body);
        boolean force = body.flag("force");
        body.check();
        if (force && !operator.role().includes(Role.ADMIN)) {
            return Problems.forbidden("Only an admin may force a restart.").response();
        }
        CommandResult<Integer> pulled = levers.nodes().restartService(name, force, order);
        return pulled instanceof CommandResult.NotFound
                ? Problem.of("not-found", "Not found", 404, "No node has such a service.")
                        .response()
                : CommandResponse.answer(
                        pulled,
                        nodes -> Response.accepted(new RestartView(name, nodes)).build());
    }
}
