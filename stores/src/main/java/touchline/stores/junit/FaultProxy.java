package touchline.stores.junit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ServerSocketFactory;

/**
 * A TCP proxy that can lose packets as a network does: connections stay open on both sides, but no bytes arrive. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final long HOLD_NANOS = 10_000_000;

    private final ServerSocket door;
    private final String host;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Thread acceptor = thread(this::accept);
    private volatile int port;
    private volatile boolean newLinksLose;

    private FaultProxy(ServerSocket door, String host, int port) {
        this.door = door;
        this.host = host;
        this.port = port;
    }

    /** Listens on a free port and forwards to a server. */
    public static FaultProxy to(String host, int port) {
        return listening(ServerSocketFactory.getDefault(), host, port);
    }

    /** The same, for a server's URL with a host and a port, such as {@link TestStores#redisUrl()} or {@link TestStores#databaseUrl()}. */
    public static FaultProxy to(String url) {
        String authority = url.replaceFirst(".*//", "").replaceFirst("/.*", "");
        int colon = authority.lastIndexOf(':');
        return to(authority.substring(0, colon), Integer.parseInt(authority.substring(colon + 1)));
    }

    /** Listens with sockets of a factory, for example to terminate TLS in front of a server without it. */
    public static FaultProxy listening(ServerSocketFactory factory, String host, int port) {
        try {
            FaultProxy proxy =
                    new FaultProxy(factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress()), host, port);
            proxy.acceptor.start();
            return proxy;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    public int port() {
        return door.getLocalPort();
    }

    /** A server's URL with the host and port of this proxy. */
    public String url(String serverUrl) {
        return serverUrl.replaceFirst("//[^/]*", "//127.0.0.1:" + port());
    }

    /** Loses all data in both directions, on open and on new connections. */
    public void loseEverything() {
        newLinksLose = true;
        loseOnOpenConnections();
    }

    /** Loses all data in both directions on open connections; new ones work. */
    public void loseOnOpenConnections() {
        links.forEach(link -> {
            link.losesRequests = true;
            link.losesAnswers = true;
        });
    }

    /** Loses the clients' data on open connections; the server's data arrives. */
    public void loseRequestsOnOpenConnections() {
        links.forEach(link -> link.losesRequests = true);
    }

    /** Loses the server's answers on open connections: requests take effect, and the clients don't learn of it. */
    public void loseAnswersOnOpenConnections() {
        links.forEach(link -> link.losesAnswers = true);
    }

    /** Closes the open connections that lose data; the others stay. */
    public void closeLosingConnections() {
        close(links.stream()
                .filter(link -> link.losesRequests || link.losesAnswers)
                .toList());
    }

    /** Reads no more answers of the server from open connections, as a client that is too slow: they pile up in the server. */
    public void holdAnswersOnOpenConnections() {
        links.forEach(link -> link.holdsAnswers = true);
    }

    /** Reads on after {@link #holdAnswersOnOpenConnections}. */
    public void releaseAnswers() {
        links.forEach(link -> link.holdsAnswers = false);
    }

    /** Closes all open connections, as a restarted network device does. */
    public void closeOpenConnections() {
        close(List.copyOf(links));
    }

    /** Forwards to another port of the host, as a load balancer does when a server has gone: new connections go there, open ones are closed. */
    public void forwardTo(int otherPort) {
        port = otherPort;
        closeOpenConnections();
    }

    /** New connections work again. */
    public void heal() {
        newLinksLose = false;
    }

    /** The number of open connections. */
    public int connections() {
        return links.size();
    }

    @Override
    public void close() {
        quietly(door);
        join(acceptor);
        closeOpenConnections();
    }

    /** The kernel keeps a socket in use while a thread reads it, also when it is closed: it passes on what arrives until that thread has returned. */
    private static void close(List<Link> closed) {
        closed.forEach(Link::close);
        closed.forEach(link -> {
            join(link.requests);
            join(link.answers);
        });
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Link link = connect(door.accept());
                link.losesRequests = newLinksLose;
                link.losesAnswers = newLinksLose;
                links.add(link);
                link.requests.start();
                link.answers.start();
            } catch (IOException refusedOrClosed) {
                // A client sees that as a connection that is closed at once.
            }
        }
    }

    private Link connect(Socket client) throws IOException {
        try {
            return new Link(client, new Socket(host, port));
        } catch (IOException refused) {
            quietly(client); // or the client would wait for its time-out
            throw refused;
        }
    }

    private static Thread thread(Runnable body) {
        Thread thread = new Thread(body, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    }

    private static void join(Thread ended) {
        try {
            ended.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void quietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception gone) {
            // It is closed already.
        }
    }

    /** A client's connection and its connection to the server. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private final Thread requests;
        private final Thread answers;
        private volatile boolean losesRequests;
        private volatile boolean losesAnswers;
        private volatile boolean holdsAnswers;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
            this.requests = thread(() -> copy(client, server, () -> losesRequests));
            this.answers = thread(() -> copy(server, client, this::losesAnswer));
        }

        /** Waits while answers are held. */
        boolean losesAnswer() {
            while (holdsAnswers && !client.isClosed()) {
                LockSupport.parkNanos(HOLD_NANOS);
            }
            return losesAnswers;
        }

        void copy(Socket from, Socket to, BooleanSupplier loses) {
            byte[] buffer = new byte[8_192];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!loses.getAsBoolean()) {
                        out.write(buffer, 0, read);
                        out.flush();
                    }
                }
            } catch (IOException broken) {
                // The other side is closed as well.
            }
            close();
        }

        void close() {
            quietly(client);
            quietly(server);
            links.remove(this);
        }
    }
}
