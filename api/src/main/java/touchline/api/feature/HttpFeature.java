package touchline.api.feature;

import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.glassfish.jersey.server.ServerProperties;
import touchline.api.caching.EntityTags;
import touchline.api.constraint.Constraints;
import touchline.api.limit.BodyLimit;
import touchline.api.link.RelativeLocations;
import touchline.api.problem.ProblemsFeature;
import touchline.api.request.BodyReader;
import touchline.api.request.JsonBody;
import touchline.api.route.RoutesFeature;
import touchline.api.wiring.NodeContext;

/** Installs what applies to every route: input checks, problems, entity tags, relative links, a log without clients that left, and ports that open last. */
public final class HttpFeature {
    private HttpFeature() {}

    /** Returns the entity tags, for what Jersey does not serve. */
    public static EntityTags install(NodeContext context) {
        // Dropwizard's own mappers would answer some faults in another shape, with what the exception says.
        if (context.configuration().getServerFactory() instanceof AbstractServerFactory server) {
            server.setRegisterDefaultExceptionMappers(false);
            LastPorts.configure(server);
        }
        GoneClients.filter();
        Environment environment = context.environment();
        ProblemsFeature.install(environment);
        RoutesFeature.install(environment, context.redis());
        JerseyEnvironment jersey = environment.jersey();
        jersey.register(new BodyLimit(JsonBody.LARGEST));
        jersey.register(
                new BodyReader(new Constraints(context.configuration().market().rules())));
        EntityTags tags = new EntityTags(environment.getObjectMapper());
        jersey.register(tags);
        jersey.register(new RelativeLocations());
        jersey.property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
                if (starting instanceof Server server) {
                    readHeadersCaseSensitively(server);
                    leaveBodiesCompressed(server);
                    SerialHttpConnection.install(server);
                    LastPorts.starting(server);
                }
            }
        });
        return tags;
    }

    /**
     * Jetty caches a connection's headers without regard to case: by default, a token or a cookie that differs from the one before it on the same
     * connection by the case of a letter is read as that one.
     */
    private static void readHeadersCaseSensitively(Server server) {
        // Connection statistics wrap the HTTP connection factories.
        server.getContainedBeans(HttpConfiguration.class).forEach(http -> http.setHeaderCacheCaseSensitive(true));
    }

    /** {@link BodyLimit} decompresses them, and refuses what ends early. Dropwizard still uses this handler. */
    @SuppressWarnings("removal")
    private static void leaveBodiesCompressed(Server server) {
        server.getContainedBeans(GzipHandler.class).forEach(gzip -> gzip.setInflateBufferSize(-1));
    }
}
