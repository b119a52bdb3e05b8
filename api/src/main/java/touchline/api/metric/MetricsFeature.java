package touchline.api.metric;

import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.api.wiring.NodeContext;
import touchline.feed.FeedFaults;
import touchline.market.exposure.Exposures;
import touchline.market.key.Keys;
import touchline.market.lease.Leases;
import touchline.market.outbox.OutboxLags;
import touchline.market.outbox.refill.BookRefillRepository;
import touchline.market.stopwatch.StopWatch;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.PlatformJobs;
import touchline.scheduler.metric.JobMetrics;
import touchline.scheduler.metric.PlatformMetrics;

/** {@code /metrics} on the admin port. */
public final class MetricsFeature {
    private static final List<String> LEASES = List.of(StopWatch.LEASE, Keys.LEASE_MARGIN_BACKSTOP);

    private MetricsFeature() {}

    /** Returns the metrics of requests, for those that Jersey does not serve. */
    public static HttpMetrics install(NodeContext context, JobPlatform platform) {
        Environment environment = context.environment();
        String node = platform.identity().node();
        PrometheusRegistry registry = new PrometheusRegistry();
        platform.listen(new JobMetrics(
                registry, platform.catalogue(), platform.identity().threads()));
        Jdbi own = Jdbi.create(context.pool("metrics", 2));
        registry.register(new PlatformMetrics(own, node, PlatformJobs.CANARY));
        registry.register(new StoreMetrics(
                context.redis(),
                new OutboxLags(context.redis(), own),
                new BookRefillRepository(context.redis(), own),
                new Leases(context.redis(), own, node),
                LEASES,
                node));
        registry.register(new TickMetrics(own));
        registry.register(new FeedMetrics(new FeedFaults(context.redis())));
        registry.register(new ExposureMetrics(new Exposures(
                context.redis(), context.configuration().market().rules().limits())));
        registry.register(new PoolMetrics(environment.metrics()));
        HttpMetrics requests = new HttpMetrics(registry);
        environment.jersey().register(requests);
        environment
                .admin()
                .addServlet("prometheus", new MetricsServlet(registry))
                .addMapping("/metrics");
        return requests;
    }
}
