package touchline.bench.api;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** A Dropwizard application with an endpoint that does nothing, behind the same server settings. */
final class EmptyApplication extends Application<Configuration> {
    private volatile @Nullable Server server;

    @Override
    public void run(Configuration configuration, Environment environment) {
        environment.jersey().register(new Nothing());
        environment.lifecycle().addServerLifecycleListener(started -> server = started);
    }

    int port() {
        Server running = server;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return ((ServerConnector) running.getConnectors()[0]).getLocalPort();
    }

    @Path("/empty")
    @Produces(MediaType.APPLICATION_JSON)
    public static final class Nothing {
        @GET
        public Map<String, String> get() {
            return Map.of("nothing", "at all");
        }

        @POST
        public Map<String, String> post(byte[] body) {
            return Map.of("nothing", "at all");
        }
    }
}
