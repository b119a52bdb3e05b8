package touchline.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port that was free a moment ago. Another process may take it before it is used; the caller then tries again. That is rare: the system gives none of these ports to
 * programs that name no port, and one process gets each of them once.
 */
public final class FreePort {
    /** Below the ports that Linux, macOS and Windows give out themselves. */
    private static final int FIRST = 10_240;

    private static final int PORTS = 32_768 - FIRST;

    /** Ports belong to the process. Others begin elsewhere. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private FreePort() {}

    /**
     * Finds one of this machine's own address.
     *
     * @throws IOException if none is free
     */
    public static int find() throws IOException {
        for (int attempt = 0; attempt < PORTS; attempt++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), PORTS);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections that have ended may still be remembered
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
