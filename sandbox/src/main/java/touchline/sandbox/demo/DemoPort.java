package touchline.sandbox.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The port of the demo's API. */
final class DemoPort {
    private DemoPort() {}

    /**
     * Checks that a port is free, before stores start for nothing.
     *
     * @param port 0 for any free port
     * @throws IllegalStateException if the port is taken or this user may not open it
     */
    static void requireFree(int port) {
        if (port == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "port " + port + " can't be opened (" + e.getMessage() + "); choose another one with --http-port",
                    e);
        }
    }
}
