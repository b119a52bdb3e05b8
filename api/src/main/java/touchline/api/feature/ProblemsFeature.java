package touchline.api.feature;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.server.AbstractServerFactory;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.glassfish.jersey.server.ServerProperties;
import touchline.api.caching.EntityTags;
import touchline.api.constraint.Constraints;
import touchline.api.limit.BodyLimit;
import touchline.api.link.RelativeLocations;
import touchline.api.problem.ProblemMapper;
import touchline.api.problem.ProblemPages;
import touchline.api.problem.ProblemsAccepted;
import touchline.api.request.BodyReader;
import touchline.api.request.JsonBody;
import touchline.api.route.DeclaredInput;
import touchline.api.route.LoopbackProbe;
import touchline.api.route.RawQuery;
import touchline.api.route.Receipt;
import touchline.api.route.ReceiptClock;
import touchline.api.route.ResourceAccess;
import touchline.api.wiring.NodeContext;
import touchline.market.margin.RedisClock;

/** Installs what applies to every route: input checks, problems, entity tags, relative links, and ports that open last. */
public final class ProblemsFeature {
    private ProblemsFeature() {}

    public static void install(NodeContext context) {
        // Dropwizard's own mappers would answer some faults in another shape, with what the exception says.
        if (context.configuration().getServerFactory() instanceof AbstractServerFactory server) {
            server.setRegisterDefaultExceptionMappers(false);
            LastPorts.configure(server);
        }
        ObjectMapper json = context.environment().getObjectMapper();
        context.environment().jersey().register(new ProblemMapper());
        context.environment().jersey().register(new ProblemsAccepted());
        context.environment().jersey().register(new BodyLimit(JsonBody.LARGEST));
        context.environment()
                .servlets()
                .addFilter("query", new RawQuery())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        context.environment().jersey().register(new ResourceAccess());
        context.environment().jersey().register(new DeclaredInput());
        context.environment()
                .jersey()
                .register(new BodyReader(
                        new Constraints(context.configuration().market().rules())));
        LoopbackProbe probe = new LoopbackProbe();
        ReceiptClock clock = new ReceiptClock(() -> RedisClock.now(context.redis()), System::nanoTime, probe);
        context.environment().lifecycle().manage(clock);
        context.environment().jersey().register(new Receipt(clock));
        context.environment().jersey().register(new EntityTags(json));
        context.environment().jersey().register(new RelativeLocations());
        context.environment()
                .jersey()
                .property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
        ProblemPages pages = new ProblemPages(json);
        context.environment().getApplicationContext().setErrorHandler(pages);
        context.environment().lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
                if (starting instanceof Server server) {
                    server.setErrorHandler(pages);
                    readHeadersCaseSensitively(server);
                    LastPorts.starting(server);
                    probe.probe(server);
                }
            }
        });
    }

    /**
     * Jetty caches a connection's headers without regard to case: by default, a token or a cookie that differs from the one before it on the same
     * connection by the case of a letter is read as that one.
     */
    private static void readHeadersCaseSensitively(Server server) {
        // Connection statistics wrap the HTTP connection factories.
        server.getContainedBeans(HttpConfiguration.class).forEach(http -> http.setHeaderCacheCaseSensitive(true));
    }
}
