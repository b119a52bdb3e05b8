package touchline.api;

import com.fasterxml.jackson.databind.SerializationFeature;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.CheckCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.alert.AlertingFeature;
import touchline.api.auth.LogInRepository;
import touchline.api.caching.EntityTags;
import touchline.api.catalogue.InstrumentReads;
import touchline.api.config.TouchlineConfiguration;
import touchline.api.console.ConsoleFeature;
import touchline.api.direct.DirectReadsFeature;
import touchline.api.environment.EnvironmentConfigurationFactory;
import touchline.api.feature.ClientApiFeature;
import touchline.api.feature.GoogleFeature;
import touchline.api.feature.HttpFeature;
import touchline.api.feature.LimitsFeature;
import touchline.api.feature.TradersFeature;
import touchline.api.health.HealthGroups;
import touchline.api.limit.AddressLimit;
import touchline.api.metric.HttpMetrics;
import touchline.api.metric.MetricsFeature;
import touchline.api.operator.OperatorAccess;
import touchline.api.operator.account.OperatorList;
import touchline.api.ops.OpsApiFeature;
import touchline.api.ops.cluster.ClusterApiFeature;
import touchline.api.ops.exposure.MarketDeskFeature;
import touchline.api.ops.operator.OperatorsFeature;
import touchline.api.shutdown.Departure;
import touchline.api.status.StatusFeature;
import touchline.api.stream.StreamFeature;
import touchline.api.stream.socket.SocketFeature;
import touchline.api.subscriber.ManagedJobs;
import touchline.api.subscriber.ManagedRequests;
import touchline.api.subscriber.ManagedStoreMonitor;
import touchline.api.subscriber.SubscribersFeature;
import touchline.api.trailing.BestPrices;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;
import touchline.api.wiring.NodeJobs;
import touchline.market.lease.Leases;
import touchline.market.outbox.Backlog;
import touchline.market.recovery.Epoch;
import touchline.market.recovery.StoreMonitor;
import touchline.market.settlement.SettlementListener;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.alert.Alerting;
import touchline.scheduler.node.Service;

/** A node: the client API, the jobs and the subscribers, on the stores that the configuration names. */
public final class TouchlineApplication extends Application<TouchlineConfiguration> {
    private static final Logger LOG = LoggerFactory.getLogger(TouchlineApplication.class);

    private final Map<String, String> variables;
    private final SettlementListener settlementListener;
    private volatile @Nullable Server server;
    private boolean stopsAtSignals = true;

    /**
     * An application.
     *
     * @param variables values of {@code ${...}} in the configuration: the environment of the process, or of a test
     */
    public TouchlineApplication(Map<String, String> variables) {
        this(variables, SettlementListener.NONE);
    }

    /** The same, with a listener for its settlements. */
    public TouchlineApplication(Map<String, String> variables, SettlementListener settlementListener) {
        this.variables = Map.copyOf(variables);
        this.settlementListener = settlementListener;
    }

    /**
     * Leaves it to the caller to {@link #stop} the node when the process receives a signal. Jetty would stop it at the same time, and two
     * that stop a server disturb each other. To be called before the node runs.
     */
    public TouchlineApplication ignoringSignals() {
        stopsAtSignals = false;
        return this;
    }

    @Override
    public String getName() {
        return "touchline";
    }

    @Override
    protected void addDefaultCommands(Bootstrap<TouchlineConfiguration> bootstrap) {
        bootstrap.addCommand(new NodeCommand(this));
        bootstrap.addCommand(new CheckCommand<>(this));
    }

    @Override
    public void initialize(Bootstrap<TouchlineConfiguration> bootstrap) {
        bootstrap.setConfigurationFactoryFactory((type, validator, mapper, prefix) ->
                new EnvironmentConfigurationFactory<>(type, validator, mapper, prefix, variables));
        bootstrap.getObjectMapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        bootstrap.addCommand(new MigrateCommand());
        bootstrap.addCommand(new HydrateCommand());
        bootstrap.addCommand(new AuditCommand());
        bootstrap.addCommand(
                new FlusherCommand(jobs -> NodeName.fresh(jobs.node()).identity(0)));
        bootstrap.addCommand(new ManageOperatorsCommand(variables.getOrDefault("TOUCHLINE_HOME", ".")));
    }

    @Override
    public void run(TouchlineConfiguration configuration, Environment environment) {
        NodeName name = NodeName.fresh(configuration.jobs().node());
        String node = name.node();
        configuration.access().secrets(); // fails before anything is opened
        AdminPort.refuseIfOpen(configuration);
        OperatorList operators = OperatorsFeature.operators(configuration);
        configuration.alerts().target();
        NodeContext context = NodeContext.open(configuration, environment);
        MarketServices market = MarketServices.on(context);
        NodeContext background = context.background();
        NodeContext reserved = context.reserved();
        NodeContext desk = context.desk();
        Leases leases = new Leases(reserved.redis(), reserved.jdbi(), node);
        Departure departure =
                Departure.install(environment, configuration.shutdown().leave().toJavaDuration());
        Jdbi monitored = Jdbi.create(context.pool("store-monitor", 2));
        new Epoch(background.redis(), monitored).open().ifPresent(shut -> LOG.error("market shut: {}", shut));
        StoreMonitor monitor = background.storeMonitor(monitored);
        environment.lifecycle().manage(new ManagedStoreMonitor(monitor));

        Backlog backlog = configuration.flusher().backlog(context.redis());
        backlog.enforce();
        StatusFeature.install(context, monitor, backlog);
        OperatorAccess access = OperatorsFeature.install(desk, operators, LimitsFeature.logIns(context));
        EntityTags tags = HttpFeature.install(context);
        AddressLimit requestsOfAddress = LimitsFeature.install(context);
        TradersFeature traders = TradersFeature.install(context, market);
        BestPrices best = BestPrices.install(background);
        InstrumentReads instruments = ClientApiFeature.install(context, market, best);
        SocketFeature.install(
                context,
                StreamFeature.install(context, market, node, traders.authenticator()),
                requestsOfAddress::take);
        MarketServices backgroundMarket = MarketServices.on(background);
        List<Service> services = SubscribersFeature.install(background, backgroundMarket, leases, departure);

        int threads = configuration.jobs().threads();
        JobPlatform platform = new JobPlatform(
                context.pool("jobs", threads + 8),
                name.identity(threads),
                new NodeJobs(background, reserved, backgroundMarket, leases, settlementListener)
                        .jobs(() -> access.deleteExpired()
                                + traders.revokedTokens().deleteExpired()
                                + traders.logIns().deleteExpired()
                                + traders.apiKeys().deleteEnded()
                                + traders.endedWebhooks().getAsInt()
                                + traders.answers().deleteOld()),
                services,
                context.clock());
        Alerting alerting = AlertingFeature.install(context, platform.catalogue(), backlog, monitor, node);
        OpsApiFeature.install(desk, platform, alerting, access::isOperator);
        StatusFeature.installIncidents(environment.jersey(), alerting.alerts(context.jdbi()));
        ClusterApiFeature.install(desk, platform);
        MarketDeskFeature.install(
                desk,
                MarketServices.on(desk),
                new LogInRepository(desk.jdbi()),
                best,
                platform.operations(desk.jdbi()));
        ConsoleFeature.install(environment);
        ManagedJobs jobs = new ManagedJobs(platform);
        jobs.checkSettings(threads + 8);
        environment.lifecycle().manage(departure.withThePorts(jobs));
        environment.lifecycle().manage(new ManagedRequests(platform));
        traders.registerAuthentication(context, GoogleFeature.install(context, platform));
        environment.healthChecks().register("jobs", jobs);
        HealthGroups.install(environment, context.redis(), departure::isLeaving);
        HttpMetrics requests = MetricsFeature.install(context, platform);
        DirectReadsFeature.install(environment, instruments, requestsOfAddress, tags, requests);
        environment.lifecycle().addServerLifecycleListener(started -> {
            started.setStopAtShutdown(stopsAtSignals);
            server = started;
        });
    }

    /** Stops the node of this process as a signal would, if one runs. */
    public void stop() throws Exception {
        Server running = server;
        if (running != null) {
            running.stop();
        }
    }

    /**
     * The port of the API.
     *
     * @throws IllegalStateException if no node runs in this process
     */
    public int httpPort() {
        return port(0);
    }

    /** The port of health checks and metrics; throws as {@link #httpPort} does. */
    public int adminPort() {
        return port(1);
    }

    private int port(int connector) {
        Server running = server;
        if (running == null) {
            throw new IllegalStateException("the node has not started");
        }
        return ((ServerConnector) running.getConnectors()[connector]).getLocalPort();
    }
}
