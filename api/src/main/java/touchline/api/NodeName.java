package touchline.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.node.NodeIdentity;

/**
 * A node's name in the cluster: readable, and never used before.
 *
 * @param host the configured name, or the machine's
 * @param node the host and a suffix that is unique to this start
 */
record NodeName(String host, String node) {

    /** A new name; {@code called} is the configured one, or null. */
    static NodeName fresh(@Nullable String called) {
        String host = called == null ? machine() : called;
        String pid = called == null ? "-" + ProcessHandle.current().pid() : "";
        int tail = new SecureRandom().nextInt(1 << 30);
        return new NodeName(host, host + pid + "-" + Integer.toString(tail, 36));
    }

    NodeIdentity identity(int threads) {
        String version = NodeName.class.getPackage().getImplementationVersion();
        return new NodeIdentity(
                node, host, ProcessHandle.current().pid(), version == null ? "development" : version, threads);
    }

    private static String machine() {
        try {
            String host = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
            return host.replaceAll("[^a-z0-9.-]", "-");
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
