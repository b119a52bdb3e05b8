package touchline.api;

import io.dropwizard.core.setup.Environment;
import org.jdbi.v3.core.Jdbi;
import touchline.api.subscriber.ManagedFlusher;
import touchline.api.subscriber.ManagedStopWatch;
import touchline.market.lease.Leases;
import touchline.market.outbox.Flusher;
import touchline.market.stopwatch.StopWatch;

/** What listens or drains for as long as the node runs. */
final class SubscribersFeature {
    private SubscribersFeature() {}

    static void install(Stage stage, Market market, String node) {
        Environment environment = stage.environment();
        if (stage.configuration().flusher().isEmbedded()) {
            ManagedFlusher flusher = new ManagedFlusher(new Flusher(
                    stage.redis(),
                    Jdbi.create(stage.pool("flusher", 4)),
                    stage.configuration().flusher().batch()));
            environment.lifecycle().manage(flusher);
            environment.healthChecks().register("flusher", flusher);
        }
        ManagedStopWatch stopWatch = new ManagedStopWatch(new StopWatch(
                stage.configuration().redis().uri(),
                stage.redis(),
                new Leases(stage.redis(), stage.jdbi(), node),
                market.positions()));
        environment.lifecycle().manage(stopWatch);
        environment.healthChecks().register("stopwatch", stopWatch);
    }
}
