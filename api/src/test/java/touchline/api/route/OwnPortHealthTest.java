package touchline.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

/** A node that refuses changes because it can't reach itself is not ready, and says so. */
class OwnPortHealthTest {
    @Test
    void aNodeWhosePortDoesNotAnswerItIsUnhealthyUntilItDoes() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.addConnector(new ClosedConnector(server));
        LoopbackProbe probe = new LoopbackProbe();
        OwnPortHealth health = new OwnPortHealth(probe);
        server.start();
        try {
            assertThat(health.check().isHealthy()).as("nothing is known").isTrue();
            probe.probe(server);
            assertThat(probe.getAsBoolean()).isFalse();
            assertThat(health.check().isHealthy()).isFalse();
            assertThat(health.check().getMessage()).contains("its own port does not answer it", "let the node connect");

            ClosedConnector.isOpen = false; // a port that is not open is not asked
            assertThat(probe.getAsBoolean()).isTrue();
            assertThat(health.check().isHealthy()).isTrue();
        } finally {
            ClosedConnector.isOpen = true;
            server.stop();
        }
    }

    /** A connector whose port refuses connections. */
    private static final class ClosedConnector extends ServerConnector {
        private static volatile boolean isOpen = true;

        private final int port;

        ClosedConnector(Server server) throws Exception {
            super(server);
            setHost("127.0.0.1");
            try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = closed.getLocalPort();
            }
        }

        @Override
        public int getLocalPort() {
            return isOpen ? port : -1;
        }
    }
}
