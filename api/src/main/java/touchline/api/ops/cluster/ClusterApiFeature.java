package touchline.api.ops.cluster;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.api.openapi.OpenApiResource;
import touchline.api.ops.event.OpsEventsFeature;
import touchline.api.ops.halt.HaltsFeature;
import touchline.api.ops.settlement.SettlementsFeature;
import touchline.api.wiring.NodeContext;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.drill.Drills;
import touchline.scheduler.node.ClusterNodesQuery;
import touchline.scheduler.node.LockWaitsQuery;
import touchline.scheduler.node.ServicesQuery;
import touchline.scheduler.operation.JobOperations;

/** Installs the REST API for operators: nodes, services, settlements, and what changes; and the document of all routes. */
public final class ClusterApiFeature {
    private ClusterApiFeature() {}

    public static void install(NodeContext context, JobPlatform platform) {
        JerseyEnvironment jersey = context.environment().jersey();
        Jdbi jdbi = context.jdbi();
        JobOperations operations = platform.operations(jdbi);
        Drills drills = platform.drills(jdbi);
        String node = platform.identity().node();
        ConnectionPools pools = new ConnectionPools(
                context.environment().metrics(),
                List.of("api", "operators", "background", "leases", "jobs", "flusher"));
        jersey.register(new ClusterResource(
                node, new ClusterNodesQuery(jdbi), new LockWaitsQuery(jdbi), pools, operations, drills));
        jersey.register(new DrillsResource(drills));
        jersey.register(new ServicesResource(new ServicesQuery(jdbi), operations));
        SettlementsFeature.install(context, operations);
        HaltsFeature.install(context);
        OpsEventsFeature.install(context, node);
        jersey.register(new OpenApiResource(
                platform.identity().version(), context.configuration().market().rules()));
    }
}
