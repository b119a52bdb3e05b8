package touchline.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.IntSupplier;

/** A proxy in front of a node, on a port of its own. It serves each connection by a thread. */
abstract class LoopbackProxy implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final IntSupplier node;

    LoopbackProxy(IntSupplier node) throws IOException {
        this.node = node;
    }

    /** Begins to accept connections. */
    final void start() {
        background(() -> {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                background(() -> serve(client));
            }
        });
    }

    /** Serves a connection, and closes it. */
    abstract void serve(Socket client) throws IOException;

    String at(String path) {
        return "http://127.0.0.1:" + listening.getLocalPort() + path;
    }

    final Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), node.getAsInt());
    }

    /** A step of a connection. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    static void background(Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException e) {
                        // One of both ends has gone; so does this connection.
                    }
                },
                "loopback-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
