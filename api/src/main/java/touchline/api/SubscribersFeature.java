package touchline.api;

import io.dropwizard.core.setup.Environment;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.api.subscriber.ManagedFlusher;
import touchline.api.subscriber.ManagedReconnects;
import touchline.api.subscriber.ManagedStopWatch;
import touchline.jobs.platform.node.Service;
import touchline.market.lease.Leases;
import touchline.market.margin.LastSeen;
import touchline.market.margin.ReplayLastSeen;
import touchline.market.margin.TickArchive;
import touchline.market.margin.TickTape;
import touchline.market.outbox.Flusher;
import touchline.market.reconnect.ReconnectListener;
import touchline.market.stopwatch.StopWatch;

/** What listens or drains for as long as the node runs. */
final class SubscribersFeature {
    private SubscribersFeature() {}

    /** Gives those that tell the cluster how they stand, and can be restarted. */
    static List<Service> install(Stage stage, Market market, String node) {
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
        ManagedReconnects reconnects = reconnects(stage, market);
        environment.lifecycle().manage(reconnects);
        environment.healthChecks().register("reconnect", reconnects);
        return List.of(reconnects);
    }

    private static ManagedReconnects reconnects(Stage stage, Market market) {
        LastSeen lastSeen = new LastSeen(stage.redis());
        ReplayLastSeen replay = new ReplayLastSeen(
                market.positions(), new TickArchive(new TickTape(stage.redis()), stage.jdbi()), lastSeen);
        return new ManagedReconnects(() -> new ReconnectListener(
                stage.configuration().redis().uri(),
                stage.redis(),
                replay,
                lastSeen,
                stage.configuration().margin().reconnectWorkers()));
    }
}
