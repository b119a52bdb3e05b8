package touchline.api.status;

import com.codahale.metrics.health.HealthCheckRegistry;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import touchline.api.wiring.NodeContext;
import touchline.market.outbox.Backlog;
import touchline.market.outbox.OutboxLags;
import touchline.market.outbox.refill.BookRefillRepository;
import touchline.market.recovery.StoreMonitor;
import touchline.scheduler.alert.Alerts;

/** Installs the public status of the market, and the health checks for the same. */
public final class StatusFeature {
    private StatusFeature() {}

    public static void install(NodeContext context, StoreMonitor monitor, Backlog backlog) {
        MarketStatus status = new MarketStatus(
                monitor,
                new OutboxLags(context.redis(), context.jdbi()),
                new BookRefillRepository(context.redis(), context.jdbi()),
                backlog,
                context.feedWatch(context.jdbi()));
        HealthCheckRegistry checks = context.environment().healthChecks();
        checks.register("market", new MarketHealth(status));
        checks.register("feed", new FeedHealth(status));
        checks.register("outbox", new OutboxHealth(status));
        context.environment().jersey().register(new StatusResource(status, context.halts()));
    }

    /** Installs the public list of incidents, which are some of the operators' alerts. */
    public static void installIncidents(JerseyEnvironment jersey, Alerts alerts) {
        jersey.register(new IncidentsResource(alerts));
    }
}
