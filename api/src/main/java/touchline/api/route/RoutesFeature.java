package touchline.api.route;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.script.RedisClock;

/** Installs the input checks, the time at which a request was received, and Jersey's access to resources. */
public final class RoutesFeature {
    private RoutesFeature() {}

    public static void install(Environment environment, UnifiedJedis redis) {
        environment
                .servlets()
                .addFilter("read-time", new ReadTime())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        environment
                .servlets()
                .addFilter("query", new RawQuery())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        JerseyEnvironment jersey = environment.jersey();
        jersey.register(new ResourceAccess());
        jersey.register(new DeclaredInput());
        jersey.register(new CredentialCheck());
        jersey.register(new PlainTypes());
        LoopbackProbe probe = new LoopbackProbe();
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
                if (starting instanceof Server server) {
                    probe.probe(server);
                }
            }
        });
        environment.healthChecks().register("own-port", new OwnPortHealth(probe));
        ReceiptClock clock = new ReceiptClock(() -> RedisClock.now(redis), System::nanoTime, probe);
        environment.lifecycle().manage(clock);
        jersey.register(new Receipt(clock));
    }
}
