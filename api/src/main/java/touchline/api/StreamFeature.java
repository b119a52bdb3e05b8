package touchline.api;

import io.dropwizard.auth.Authenticator;
import java.time.Duration;
import org.eclipse.jetty.util.component.LifeCycle;
import touchline.api.auth.Trader;
import touchline.api.config.StreamConfig;
import touchline.api.stream.Attendance;
import touchline.api.stream.FanOut;
import touchline.api.stream.StreamHealth;
import touchline.api.stream.StreamResource;
import touchline.market.margin.LastSeen;
import touchline.market.news.NewsArchive;
import touchline.market.presence.Presence;

/** What happens in the market, told to clients as it happens. */
final class StreamFeature {
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration STANDING = Duration.ofSeconds(15);

    private StreamFeature() {}

    /**
     * Installs it.
     *
     * @param authenticator asked again every 15 seconds: who is let in no longer is cut off
     */
    static void install(Stage stage, Market market, String node, Authenticator<String, Trader> authenticator) {
        StreamConfig config = stage.configuration().stream();
        FanOut fanOut = new FanOut(
                stage.redisConnections(),
                new NewsArchive(market.redis()),
                stage.environment().getObjectMapper(),
                FanOut.Rules.usual(config.most()));
        Attendance attendance = new Attendance(
                new Presence(market.redis(), new LastSeen(market.redis()), node), BEAT, STANDING, config.mostPerUser());
        stage.environment().lifecycle().manage(attendance);
        stage.environment().lifecycle().manage(fanOut);
        stage.environment().healthChecks().register("stream", new StreamHealth(fanOut));
        // Before the server waits for its requests to end, which these don't by themselves.
        stage.environment().lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle server) {
                fanOut.endAll();
            }
        });
        stage.environment()
                .jersey()
                .register(new StreamResource(fanOut, attendance, market.instruments(), authenticator));
    }
}
