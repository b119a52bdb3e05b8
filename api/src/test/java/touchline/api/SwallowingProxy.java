package touchline.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/** Passes bytes between a browser and a node, until it swallows those of streams of events: their connections stay open, and new ones are accepted. */
final class SwallowingProxy implements AutoCloseable {
    private static final Pattern STREAM = Pattern.compile("GET /v1/(ops/events|stream)[ ?]");

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final IntSupplier node;
    private volatile boolean swallows;

    SwallowingProxy(IntSupplier node) throws IOException {
        this.node = node;
        daemon(this::accept);
    }

    String at(String path) {
        return "http://127.0.0.1:" + listening.getLocalPort() + path;
    }

    void swallow(boolean isOn) {
        swallows = isOn;
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            daemon(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), node.getAsInt())) {
            AtomicBoolean isStream = new AtomicBoolean();
            daemon(() -> pass(client.getInputStream(), server.getOutputStream(), isStream));
            pass(server.getInputStream(), client.getOutputStream(), isStream);
        }
    }

    private void pass(InputStream from, OutputStream to, AtomicBoolean isStream) throws IOException {
        byte[] buffer = new byte[8_192];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            if (STREAM.matcher(new String(buffer, 0, read, StandardCharsets.ISO_8859_1))
                    .lookingAt()) {
                isStream.set(true);
            }
            if (!swallows || !isStream.get()) {
                to.write(buffer, 0, read);
                to.flush();
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private static void daemon(Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException e) {
                        // One of both ends has gone; so does this connection.
                    }
                },
                "swallowing-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
