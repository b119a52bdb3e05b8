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

/** Whether the admin port, where nobody is asked who he is, can be reached from other machines. */
final class AdminPort {
    private AdminPort() {}

    /**
     * Refuses one that is, unless that was said to be meant.
     *
     * @throws IllegalStateException with what to set
     */
    static void refuseIfOpen(TouchlineConfiguration configuration) {
        if (configuration.operators().mayAdminBeOpen()) {
            return;
        }
        for (ConnectorFactory connector : connectors(configuration.getServerFactory())) {
            if (!(connector instanceof HttpConnectorFactory http) || !isLoopback(http.getBindHost())) {
                throw new IllegalStateException("the admin port is open to other machines, and asks nobody who he is;"
                        + " set ADMIN_HOST=127.0.0.1, or ADMIN_MAY_BE_OPEN=1 if something else keeps the world out");
            }
        }
    }

    private static List<ConnectorFactory> connectors(ServerFactory server) {
        if (server instanceof DefaultServerFactory two) {
            return two.getAdminConnectors();
        }
        return server instanceof SimpleServerFactory one ? List.of(one.getConnector()) : List.of();
    }

    /** No host means every address there is. */
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
