package touchline.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Locale;
import touchline.jobs.platform.node.NodeIdentity;

/** A node's name in the cluster: readable, and never used before. */
final class NodeName {
    private NodeName() {}

    static String fresh() {
        int tail = new SecureRandom().nextInt(1 << 30);
        return host() + "-" + ProcessHandle.current().pid() + "-" + Integer.toString(tail, 36);
    }

    static NodeIdentity identity(String node, int threads) {
        String version = NodeName.class.getPackage().getImplementationVersion();
        return new NodeIdentity(
                node, host(), ProcessHandle.current().pid(), version == null ? "development" : version, threads);
    }

    private static String host() {
        try {
            String host = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
            return host.replaceAll("[^a-z0-9.-]", "-");
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
