package touchline.api.stream;

import io.dropwizard.auth.Authenticator;
import java.time.Duration;
import org.eclipse.jetty.util.component.LifeCycle;
import touchline.api.auth.Trader;
import touchline.api.config.StreamConfig;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;
import touchline.market.margin.LastSeen;
import touchline.market.news.NewsArchive;
import touchline.market.presence.Presence;

/**
 * The market stream.
 *
 * @param fanOut sends events to all connections
 * @param access decides who may connect
 */
public record StreamFeature(FanOut fanOut, StreamAccess access) {
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    /**
     * Installs it.
     *
     * @param authenticator asked again every 5 seconds: who is let in no longer is cut off
     */
    public static StreamFeature install(
            NodeContext context, MarketServices market, String node, Authenticator<String, Trader> authenticator) {
        StreamConfig config = context.configuration().stream();
        FanOut fanOut = new FanOut(
                context.redisConnections(),
                new NewsArchive(market.redis()),
                context.environment().getObjectMapper(),
                FanOut.Rules.usual(config.most(), config.slowAfter()));
        ConnectionRegistry attendance = new ConnectionRegistry(
                new Presence(market.redis(), new LastSeen(market.redis()), node),
                HEARTBEAT,
                CHECK_INTERVAL,
                config.mostPerUser());
        context.environment().lifecycle().manage(attendance);
        context.environment().lifecycle().manage(fanOut);
        context.environment().healthChecks().register("stream", new StreamHealth(fanOut));
        // Before the server waits for its requests to end, which these don't by themselves.
        context.environment().lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle server) {
                fanOut.endAll();
            }
        });
        StreamAccess access =
                new StreamAccess(attendance, market.instruments(), authenticator, config.mostPerAddress());
        context.environment().jersey().register(new StreamResource(fanOut, access));
        return new StreamFeature(fanOut, access);
    }
}
