package touchline.scheduler.node;

/**
 * A node of the cluster.
 *
 * @param node its name in the cluster: unique, also among nodes that are gone
 * @param version of the product that it runs
 * @param threads runs at once on it
 */
public record NodeIdentity(String node, String host, long pid, String version, int threads) {}
