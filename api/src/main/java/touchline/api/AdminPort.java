package touchline.api;

import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.config.TouchlineConfiguration;

/** Checks that the admin port, which has no authentication, is not reachable from other machines. */
final class AdminPort {
    private AdminPort() {}

    /**
     * Refuses an open admin port, unless the configuration allows it.
     *
     * @throws IllegalStateException with what to set
     */
    static void refuseIfOpen(TouchlineConfiguration configuration) {
        if (configuration.operators().mayAdminBeOpen()) {
            return;
        }
        for (ConnectorFactory connector : connectors(configuration.getServerFactory())) {
            if (!(connector instanceof HttpConnectorFactory http) || !isLoopback(http.getBindHost())) {
                throw new IllegalStateException("the admin port is open to other machines, and has no authentication;"
                        + " set ADMIN_HOST=127.0.0.1, or ADMIN_MAY_BE_OPEN=1 if a firewall protects it");
            }
        }
    }

    private static List<ConnectorFactory> connectors(ServerFactory server) {
        if (server instanceof DefaultServerFactory two) {
            return two.getAdminConnectors();
        }
        return server instanceof SimpleServerFactory one ? List.of(one.getConnector()) : List.of();
    }

    /** No host means all addresses. */
    private static boolean isLoopback(@Nullable String host) {
        try {
            return host != null
                    && !host.isBlank()
                    && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
