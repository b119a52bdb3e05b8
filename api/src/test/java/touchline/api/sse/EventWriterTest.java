package touchline.api.sse;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bytes of a writer as they leave a real server. */
@SuppressWarnings("NullAway.Init")
class EventWriterTest {
    private static final int LARGE = 40_000;

    private final Queue<byte[]> events = new ConcurrentLinkedQueue<>(
            List.of("hello\n\n".getBytes(StandardCharsets.US_ASCII), new byte[LARGE], new byte[3]));
    private final Server server = new Server();
    private final ServerConnector port = new ServerConnector(server);

    private final class Events extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            AsyncContext exchange = request.startAsync();
            exchange.setTimeout(0);
            new EventWriter(exchange, events::poll, () -> {}).begin();
        }
    }

    @BeforeEach
    void start() throws Exception {
        server.addConnector(port);
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder servlet = new ServletHolder(new Events());
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    /** A chunk that is cut into pieces costs a call of the operating system for each of them, on both sides. */
    @Test
    void whatTheSourceGivesLeavesInOnePiece() throws Exception {
        try (Socket client = connect()) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            assertThat(head(in)).contains("text/event-stream");
            assertThat(List.of(chunk(in), chunk(in), chunk(in))).containsExactly(7, LARGE, 3);
        }
    }

    @Test
    void theOperatingSystemBuffersLittleForAConnection() throws Exception {
        try (Socket client = connect()) {
            head(new DataInputStream(client.getInputStream()));
            List<Integer> sizes = new ArrayList<>();
            for (EndPoint one : port.getConnectedEndPoints()) {
                sizes.add(((NetworkChannel) one.getTransport()).getOption(StandardSocketOptions.SO_SNDBUF));
            }
            assertThat(sizes)
                    .hasSize(1)
                    .allMatch(size -> size == SendBuffer.BYTES || size == 2 * SendBuffer.BYTES, "as it was set");
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port.getLocalPort());
        client.setSoTimeout(60_000);
        client.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /** The size of the next chunk of the body. The server ends a chunk when it begins the next one. */
    private static int chunk(DataInputStream in) throws IOException {
        String line = line(in);
        int size = Integer.parseInt(line.isEmpty() ? line(in) : line, 16);
        in.readNBytes(size);
        return size;
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
