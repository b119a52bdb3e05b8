package touchline.api.feature;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.util.List;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jdbi.v3.core.Jdbi;
import touchline.api.openapi.OpenApiResource;
import touchline.api.ops.cluster.ClusterResource;
import touchline.api.ops.cluster.ConnectionPools;
import touchline.api.ops.cluster.DrillsResource;
import touchline.api.ops.cluster.ServicesResource;
import touchline.api.ops.event.EventsResource;
import touchline.api.ops.event.OpsEventStream;
import touchline.api.ops.halt.HaltDesk;
import touchline.api.ops.halt.HaltsResource;
import touchline.api.ops.settlement.SetAsideOperations;
import touchline.api.ops.settlement.SetAsideResource;
import touchline.api.ops.settlement.SettlementOperations;
import touchline.api.ops.settlement.SettlementsResource;
import touchline.api.ops.settlement.UnsettledMatchesResource;
import touchline.api.wiring.NodeContext;
import touchline.market.fixture.FixtureRepository;
import touchline.market.position.Positions;
import touchline.market.settlement.SetAsideRecords;
import touchline.market.settlement.SetAsideRepair;
import touchline.market.settlement.SettlementGuard;
import touchline.market.settlement.SettlementPreviews;
import touchline.market.settlement.status.SettlementProgressQuery;
import touchline.market.settlement.status.UnsettledMatchQuery;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.history.RunRequestsQuery;
import touchline.scheduler.node.ClusterNodesQuery;
import touchline.scheduler.node.LockWaitsQuery;
import touchline.scheduler.node.ServicesQuery;
import touchline.scheduler.operation.JobOperations;

/** The REST API for operators: nodes, services, settlements, and what changes; and the document of all routes. */
public final class ClusterApiFeature {
    private ClusterApiFeature() {}

    public static void install(NodeContext context, JobPlatform platform, OpsEventStream.Settings rules) {
        JerseyEnvironment jersey = context.environment().jersey();
        Jdbi jdbi = context.jdbi();
        JobOperations operations = platform.operations();
        String node = platform.identity().node();
        ConnectionPools pools = new ConnectionPools(
                context.environment().metrics(), List.of("api", "background", "leases", "jobs", "flusher"));
        jersey.register(new ClusterResource(
                node, new ClusterNodesQuery(jdbi), new LockWaitsQuery(jdbi), pools, operations, platform.drills()));
        jersey.register(new DrillsResource(platform.drills()));
        jersey.register(new ServicesResource(new ServicesQuery(jdbi), operations));
        jersey.register(new UnsettledMatchesResource(new UnsettledMatchQuery(
                jdbi, context.configuration().feed().patience().settleAfter())));
        jersey.register(new SettlementsResource(new SettlementOperations(
                new SettlementProgressQuery(jdbi),
                new RunRequestsQuery(jdbi),
                new FixtureRepository(jdbi),
                operations,
                previews(context),
                new SetAsideRecords(context.redis()))));
        jersey.register(new SetAsideResource(new SetAsideOperations(
                jdbi,
                new SetAsideRecords(context.redis()),
                new SetAsideRepair(
                        context.redis(),
                        jdbi,
                        new Positions(
                                context.redis(),
                                context.configuration().market().rules())))));
        jersey.register(new HaltsResource(new HaltDesk(jdbi, context.halts()), context.clock()));
        jersey.register(new EventsResource(feed(context, node, rules)));
        jersey.register(new OpenApiResource(
                platform.identity().version(), context.configuration().market().rules()));
    }

    private static SettlementPreviews previews(NodeContext context) {
        return new SettlementPreviews(
                context.jdbi(),
                context.redis(),
                new Positions(context.redis(), context.configuration().market().rules()),
                new SettlementGuard(
                        context.jdbi(),
                        context.configuration().feed().patience().settleAfter()));
    }

    private static OpsEventStream feed(NodeContext context, String node, OpsEventStream.Settings rules) {
        OpsEventStream feed =
                new OpsEventStream(context.jdbi(), context.environment().getObjectMapper(), node, rules);
        context.environment().lifecycle().manage(feed);
        // Before the server waits for its requests to end, which these don't by themselves.
        context.environment().lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle server) {
                feed.endAll();
            }
        });
        return feed;
    }
}
