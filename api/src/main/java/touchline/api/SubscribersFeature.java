package touchline.api;

import io.dropwizard.core.setup.Environment;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.api.subscriber.ManagedFlusher;
import touchline.api.subscriber.ManagedStopWatch;
import touchline.jobs.platform.node.Service;
import touchline.market.lease.Leases;
import touchline.market.outbox.Flusher;
import touchline.market.stopwatch.StopWatch;

/** What listens or drains for as long as the node runs. */
final class SubscribersFeature {
    private SubscribersFeature() {}

    /** Gives them, so that the node can tell the others how they stand, and restart them for an operator. */
    static List<Service> install(Stage stage, Market market, String node) {
        Environment environment = stage.environment();
        List<Service> services = new ArrayList<>();
        if (stage.configuration().flusher().isEmbedded()) {
            Jdbi book = Jdbi.create(stage.pool("flusher", 4));
            int batch = stage.configuration().flusher().batch();
            ManagedFlusher flusher = new ManagedFlusher(() -> new Flusher(stage.redis(), book, batch));
            environment.lifecycle().manage(flusher);
            environment.healthChecks().register("flusher", flusher);
            services.add(flusher);
        }
        ManagedStopWatch stopWatch = new ManagedStopWatch(() -> new StopWatch(
                stage.configuration().redis().uri(),
                stage.redis(),
                new Leases(stage.redis(), stage.jdbi(), node),
                market.positions()));
        environment.lifecycle().manage(stopWatch);
        environment.healthChecks().register("stopwatch", stopWatch);
        services.add(stopWatch);
        return services;
    }
}
