package touchline.api.route;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to this node's own ports. An answer shows that the node has taken what arrived before: connections are accepted in the order of their arrival, and a
 * selector hands on all that it found before it looks for more. The threads to which it was handed on then get time to look at it. Thread-safe.
 */
final class LoopbackProbe implements BooleanSupplier {
    private static final Logger LOG = LoggerFactory.getLogger(LoopbackProbe.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** How long a thread that has got a request may wait for a processor before it looks at it: this, or longer where the probe itself took long. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(2);

    private static final int SLOWER = 4;
    private static final byte[] REQUEST =
            "HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private volatile List<ServerConnector> connectors = List.of();
    private volatile @Nullable String trouble;

    /** Sets the server whose ports are probed once they are open. */
    void probe(Server server) {
        connectors = List.of(server.getConnectors()).stream()
                .filter(ServerConnector.class::isInstance)
                .map(ServerConnector.class::cast)
                .toList();
    }

    /** Why a port did not answer the last probe; empty if all did, or if no suspension made a probe necessary. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Whether every open port has answered. Waits up to 10 s for each answer, and then until what was handed on has been looked at. */
    @Override
    public boolean getAsBoolean() {
        long began = System.nanoTime();
        try {
            for (ServerConnector connector : connectors) {
                // Connections are dealt to the selectors in turn. Each is reached, and one of them twice: the second
                // time it has handed on all that it found.
                for (int n = 0;
                        connector.getLocalPort() > 0
                                && n <= connector.getSelectorManager().getSelectorCount();
                        n++) {
                    request(connector);
                }
                handOn(connector);
            }
            TimeUnit.NANOSECONDS.sleep(Math.max(UNDER_WAY.toNanos(), SLOWER * (System.nanoTime() - began)));
            trouble = null;
            return true;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException e) {
            if (trouble == null) {
                LOG.warn(
                        "own port does not answer, so requests count as received before the suspension and are refused:"
                                + " {}",
                        e.toString());
            }
            trouble = e.toString();
            return false;
        }
    }

    /** Other clients' connections shift the turns. So each selector does nothing twice: between the two it has handed on all that it found. */
    private static void handOn(ServerConnector connector) throws IOException {
        for (ManagedSelector selector : connector.getSelectorManager().getBeans(ManagedSelector.class)) {
            for (int n = 0; connector.isRunning() && n < 2; n++) {
                CountDownLatch done = new CountDownLatch(1);
                selector.submit(keys -> done.countDown());
                try {
                    if (!done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                        throw new SocketTimeoutException("a selector does not work");
                    }
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted");
                }
            }
        }
    }

    /** A port with TLS refuses the request, which is an answer. */
    private static void request(ServerConnector connector) throws IOException {
        InetAddress bound = connector.getHost() == null
                ? InetAddress.getLoopbackAddress()
                : InetAddress.getByName(connector.getHost());
        InetAddress address = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
        try (Socket socket = new Socket()) {
            int millis = Math.toIntExact(PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(address, connector.getLocalPort()), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(REQUEST);
            int first = socket.getInputStream().read();
            LOG.trace("own port answered: port={} first={}", connector.getLocalPort(), first);
        }
    }
}
