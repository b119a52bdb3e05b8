package touchline.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Locale;

/** A node's name in the cluster: readable, and never used before. */
final class NodeName {
    private NodeName() {}

    static String fresh() {
        int tail = new SecureRandom().nextInt(1 << 30);
        return host() + "-" + ProcessHandle.current().pid() + "-" + Integer.toString(tail, 36);
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
