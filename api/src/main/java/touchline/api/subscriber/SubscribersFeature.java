package touchline.api.subscriber;

import io.dropwizard.core.setup.Environment;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.api.shutdown.Departure;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;
import touchline.jobs.sportmonks.LiveMatchGuard;
import touchline.market.fixture.FixtureRepository;
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

/** Installs the background services of a node. */
public final class SubscribersFeature {
    private SubscribersFeature() {}

    /**
     * Returns the services, whose status the node reports and which operators can restart.
     *
     * @param leases of this node
     */
    public static List<Service> install(
            NodeContext context, MarketServices market, Leases leases, Departure departure) {
        Environment environment = context.environment();
        List<Service> services = new ArrayList<>();
        if (context.configuration().flusher().isEmbedded()) {
            Jdbi book = Jdbi.create(context.pool("flusher", 4));
            int batch = context.configuration().flusher().batch();
            ManagedFlusher flusher = new ManagedFlusher(() -> new Flusher(context.redis(), book, batch));
            environment.lifecycle().manage(flusher);
            environment.healthChecks().register("flusher", flusher);
            services.add(guarded(context, flusher, "orders stay out of the book until it is back"));
        }
        ManagedStopWatch stopWatch = new ManagedStopWatch(
                () -> new StopWatch(context.redisConnections(), context.redis(), leases, market.positions()));
        environment.lifecycle().manage(departure.atOnce(stopWatch));
        environment.healthChecks().register("stopwatch", stopWatch);
        ManagedReconnects reconnects = reconnects(context, market);
        environment.lifecycle().manage(reconnects);
        environment.healthChecks().register("reconnect", reconnects);
        ManagedInPlay inPlay = new ManagedInPlay(
                () -> new InPlayLoop(context.redis(), market.rules().limits()));
        environment.lifecycle().manage(inPlay);
        environment.healthChecks().register("in-play", inPlay);
        services.add(guarded(context, inPlay, "orders that wait out the delay wait until it is back"));
        ManagedFeedWatch feed = new ManagedFeedWatch(() -> context.feedWatch(context.jdbi()), context.halts());
        environment.lifecycle().manage(feed);
        services.add(guarded(context, stopWatch, "no stop is watched until it is back"));
        services.add(guarded(context, feed, "a silent feed goes unnoticed until it is back"));
        services.add(
                guarded(context, reconnects, "the stops of users who reconnect are replayed only when it is back"));
        return services;
    }

    private static Service guarded(NodeContext context, Service service, String harm) {
        return new GuardedService(service, new LiveMatchGuard(new FixtureRepository(context.jdbi()), harm)::objection);
    }

    private static ManagedReconnects reconnects(NodeContext context, MarketServices market) {
        LastSeen lastSeen = new LastSeen(context.redis());
        ReplayLastSeen replay = new ReplayLastSeen(
                market.positions(), new TickArchive(new TickTape(context.redis()), context.jdbi()), lastSeen);
        return new ManagedReconnects(() -> new ReconnectListener(
                context.redisConnections(),
                context.redis(),
                replay,
                lastSeen,
                context.configuration().margin().reconnectWorkers()));
    }
}
