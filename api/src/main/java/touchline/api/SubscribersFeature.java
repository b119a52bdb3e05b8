package touchline.api;

import io.dropwizard.core.setup.Environment;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.api.subscriber.ManagedFeedWatch;
import touchline.api.subscriber.ManagedFlusher;
import touchline.api.subscriber.ManagedInPlay;
import touchline.api.subscriber.ManagedReconnects;
import touchline.api.subscriber.ManagedStopWatch;
import touchline.jobs.sportmonks.LiveMatchGuard;
import touchline.market.fixture.Fixtures;
import touchline.market.inplay.InPlayLoop;
import touchline.market.lease.Leases;
import touchline.market.margin.LastSeen;
import touchline.market.margin.ReplayLastSeen;
import touchline.market.margin.TickArchive;
import touchline.market.margin.TickTape;
import touchline.market.outbox.Flusher;
import touchline.market.reconnect.ReconnectListener;
import touchline.market.stopwatch.StopWatch;
import touchline.scheduler.node.GuardedService;
import touchline.scheduler.node.Service;

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
            services.add(guarded(stage, flusher, "orders stay out of the book until it is back"));
        }
        ManagedStopWatch stopWatch = new ManagedStopWatch(() -> new StopWatch(
                stage.redisConnections(),
                stage.redis(),
                new Leases(stage.redis(), stage.jdbi(), node),
                market.positions()));
        environment.lifecycle().manage(stopWatch);
        environment.healthChecks().register("stopwatch", stopWatch);
        ManagedReconnects reconnects = reconnects(stage, market);
        environment.lifecycle().manage(reconnects);
        environment.healthChecks().register("reconnect", reconnects);
        ManagedInPlay inPlay = new ManagedInPlay(() -> new InPlayLoop(stage.redis()));
        environment.lifecycle().manage(inPlay);
        environment.healthChecks().register("in-play", inPlay);
        services.add(guarded(stage, inPlay, "orders that wait out the delay wait until it is back"));
        ManagedFeedWatch feed = new ManagedFeedWatch(() -> stage.feedWatch(stage.jdbi()));
        environment.lifecycle().manage(feed);
        services.add(guarded(stage, stopWatch, "no stop is watched until it is back"));
        services.add(guarded(stage, feed, "a silent feed goes unnoticed until it is back"));
        services.add(guarded(stage, reconnects, "the stops of users who reconnect are replayed only when it is back"));
        return services;
    }

    private static Service guarded(Stage stage, Service service, String harm) {
        return new GuardedService(service, new LiveMatchGuard(new Fixtures(stage.jdbi()), harm)::objection);
    }

    private static ManagedReconnects reconnects(Stage stage, Market market) {
        LastSeen lastSeen = new LastSeen(stage.redis());
        ReplayLastSeen replay = new ReplayLastSeen(
                market.positions(), new TickArchive(new TickTape(stage.redis()), stage.jdbi()), lastSeen);
        return new ManagedReconnects(() -> new ReconnectListener(
                stage.redisConnections(),
                stage.redis(),
                replay,
                lastSeen,
                stage.configuration().margin().reconnectWorkers()));
    }
}
