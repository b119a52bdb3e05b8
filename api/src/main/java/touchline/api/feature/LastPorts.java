package touchline.api.feature;

import io.dropwizard.core.server.AbstractServerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Opens a node's ports last. Jetty and Dropwizard open them first, so that connections are taken while jobs and subscribers start, and clients wait for seconds
 * until anything can answer them.
 */
final class LastPorts {
    private LastPorts() {}

    /** Keeps Dropwizard from opening the ports. Not where it has to give up a user's privileges, which has to be done after that. */
    static void configure(AbstractServerFactory server) {
        if (server.getUser() == null && server.getGroup() == null) {
            server.setStartsAsRoot(true); // the switch by which its SetUIDListener leaves the ports alone
        }
    }

    /**
     * Keeps Jetty from opening the ports. A node whose port is taken must not join the cluster first, so that is found out now.
     *
     * @throws UncheckedIOException whose cause is a {@code BindException}, if a port is taken
     */
    static void starting(Server server) {
        server.setOpenEarly(false);
        for (Connector one : server.getConnectors()) {
            if (one instanceof ServerConnector connector && !connector.isOpen() && connector.getPort() > 0) {
                requireFree(connector);
            }
        }
    }

    private static void requireFree(ServerConnector connector) {
        InetSocketAddress address = connector.getHost() == null
                ? new InetSocketAddress(connector.getPort())
                : new InetSocketAddress(connector.getHost(), connector.getPort());
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to bind to " + address, e);
        }
    }
}
