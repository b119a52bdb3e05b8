package touchline.api;

import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import touchline.api.config.TouchlineConfiguration;
import touchline.api.console.ConsoleFeature;
import touchline.api.feature.ClientApiFeature;
import touchline.api.feature.HttpFeature;
import touchline.api.feature.TradersFeature;
import touchline.api.ops.OpsApiFeature;
import touchline.api.ops.chart.ChartsFeature;
import touchline.api.ops.cluster.ClusterApiFeature;
import touchline.api.ops.operator.OperatorsFeature;
import touchline.api.status.StatusFeature;
import touchline.api.subscriber.ManagedJobs;
import touchline.api.trailing.BestPrices;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;
import touchline.market.recovery.Epoch;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.alert.Alerting;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.node.NodeIdentity;
import touchline.stores.junit.TestStores;

/** A node with hundreds of jobs in its catalogue, and the operators' API and console; nothing feeds its market. */
final class CrowdedNode extends Application<TouchlineConfiguration> {
    private static final int THREADS = 8;
    private final TouchlineApplication real;
    private final int jobs;

    @SuppressWarnings("NullAway.Init")
    private Server server;

    private CrowdedNode(TouchlineApplication real, int jobs) {
        this.real = real;
        this.jobs = jobs;
    }

    static CrowdedNode start(TestStores stores, Map<String, String> more, int jobs) throws Exception {
        Map<String, String> variables = TestNode.variables(stores);
        variables.putAll(more);
        CrowdedNode node = new CrowdedNode(new TouchlineApplication(variables), jobs);
        node.run("server", TestNode.configuration());
        return node;
    }

    int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    void stop() throws Exception {
        server.stop();
    }

    @Override
    public void initialize(Bootstrap<TouchlineConfiguration> bootstrap) {
        real.initialize(bootstrap);
    }

    @Override
    public void run(TouchlineConfiguration configuration, Environment environment) {
        NodeContext context = NodeContext.open(configuration, environment);
        new Epoch(context.redis(), context.jdbi()).open();
        OperatorsFeature.install(context, OperatorsFeature.operators(configuration), network -> true);
        MarketServices market = MarketServices.on(context);
        HttpFeature.install(context);
        TradersFeature.install(context, market);
        StatusFeature.install(
                context,
                context.storeMonitor(context.jdbi()),
                configuration.flusher().backlog(context.redis()));
        ClientApiFeature.install(context, market, BestPrices.install(context));
        ChartsFeature.install(context, market);
        JobPlatform platform = new JobPlatform(
                context.pool("jobs", THREADS + 8),
                new NodeIdentity("crowded", "here", 1, "test", THREADS),
                new JobCatalogue(
                        IntStream.range(0, jobs).mapToObj(CrowdedNode::job).toList()),
                List.of(),
                context.clock());
        Alerting alerting =
                new Alerting(context.jdbi(), new AlertRules(List.of(), List.of(), platform.catalogue()), null);
        OpsApiFeature.install(context, platform, alerting, name -> true);
        ClusterApiFeature.install(context, platform);
        ConsoleFeature.install(environment);
        environment.lifecycle().manage(new ManagedJobs(platform));
        environment.lifecycle().addServerLifecycleListener(started -> server = started);
    }

    /** Every tenth beats, so that there are events all the time. */
    private static JobDefinition job(int n) {
        return JobDefinition.named(JobName.of("crowd-" + n / 100 + "/job-" + n))
                .does("Is number " + n + " of very many")
                .on(
                        n % 10 == 0
                                ? new Schedule.Every(Duration.ofSeconds(5))
                                : n % 10 == 1 ? new Schedule.Cron("0 0 3 * * ?") : new Schedule.OnDemand())
                .runs(run -> JobReport.of("done", 1));
    }
}
