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
import java.time.Duration;
import java.time.Instant;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.operator.account.Role;
import touchline.api.ops.command.CommandResponse;
import touchline.api.ops.command.ForceableBody;
import touchline.api.ops.command.ReasonBody;
import touchline.api.problem.Problem;
import touchline.api.problem.Problems;
import touchline.scheduler.drill.Drills;
import touchline.scheduler.node.ClusterNodesQuery;
import touchline.scheduler.node.LockWaitsQuery;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.operation.JobOperations;

/** The nodes. */
@Path("/v1/ops/cluster")
@Produces(MediaType.APPLICATION_JSON)
final class ClusterResource {
    /** How long stopped nodes are listed. */
    private static final Duration SHOWN = Duration.ofHours(1);

    private final String answeredBy;
    private final ClusterNodesQuery nodes;
    private final LockWaitsQuery locks;
    private final ConnectionPools pools;
    private final JobOperations operations;
    private final Drills drills;

    ClusterResource(
            String answeredBy,
            ClusterNodesQuery nodes,
            LockWaitsQuery locks,
            ConnectionPools pools,
            JobOperations operations,
            Drills drills) {
        this.answeredBy = answeredBy;
        this.nodes = nodes;
        this.locks = locks;
        this.pools = pools;
        this.operations = operations;
        this.drills = drills;
    }

    /** Lists the nodes, including those that stopped within the last hour, lock waits, and this node's connection pools. */
    @GET
    @RolesAllowed("viewer")
    public ClusterView cluster(@Auth Operator operator) {
        return new ClusterView(
                answeredBy,
                nodes.list(Instant.now().minus(SHOWN)).stream()
                        .map(ClusterView.NodeView::of)
                        .toList(),
                locks.now(),
                pools.now());
    }

    /** Drains a node: it starts no runs; those in progress continue. */
    @POST
    @Path("{node}/drain")
    @RolesAllowed("operator")
    @ResponseBodyType(DrainView.class)
    @Consumes(MediaType.APPLICATION_JSON)
    public Response drain(@Auth Operator operator, @PathParam("node") String node, ForceableBody body) {
        boolean force = body.isForced();
        Attribution attribution = operator.attribution(body.reason());
        if (force && !operator.role().includes(Role.ADMIN)) {
            return Problems.forbidden("Only an admin may force a drain.").response();
        }
        return answer(node, operations.nodes().drain(node, force, attribution));
    }

    /** Lets a node run jobs again. */
    @POST
    @Path("{node}/undrain")
    @RolesAllowed("operator")
    @ResponseBodyType(DrainView.class)
    @Consumes(MediaType.APPLICATION_JSON)
    public Response undrain(@Auth Operator operator, @PathParam("node") String node, ReasonBody body) {
        Attribution attribution = operator.attribution(body.reason());
        return answer(node, operations.nodes().undrain(node, attribution));
    }

    /** Drains the node, and lets it run jobs again when all is taken over, after three minutes at the latest. */
    @POST
    @Path("{node}/drill")
    @RolesAllowed("operator")
    @ResponseBodyType(DrillsResource.DrillView.class)
    @Consumes(MediaType.APPLICATION_JSON)
    public Response drill(@Auth Operator operator, @PathParam("node") String node, ForceableBody body) {
        boolean force = body.isForced();
        Attribution attribution = operator.attribution(body.reason());
        if (force && !operator.role().includes(Role.ADMIN)) {
            return Problems.forbidden("Only an admin may force a drill.").response();
        }
        return CommandResponse.answer(
                drills.start(node, force, attribution),
                done -> Response.ok(DrillsResource.DrillView.of(done)).build());
    }

    /** The requested state of a node. */
    @SchemaName("NodeDrain")
    record DrainView(String node, boolean drainRequested) {}

    private static Response answer(String node, CommandResult<Boolean> result) {
        return result instanceof CommandResult.NotFound
                ? Problem.of("not-found", "Not found", 404, "No such node is there any more.")
                        .response()
                : CommandResponse.answer(
                        result, done -> Response.ok(new DrainView(node, done)).build());
    }
}
