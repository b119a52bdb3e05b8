package touchline.sandbox.chaos.fault;

import java.io.IOException;
import java.util.Random;
import touchline.sandbox.chaos.cluster.ChaosCluster;
import touchline.sandbox.chaos.cluster.NodeProcess;

/** Faults of the nodes and the flusher. */
final class NodeFaults {
    private static final int TERM_SECONDS = 10;

    private NodeFaults() {}

    static void kill(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        NodeProcess node = any(cluster, random);
        node.kill();
        node.startAndAwait();
    }

    static void freeze(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        NodeProcess node = any(cluster, random);
        freeze(node, random);
    }

    /** Its leases are released when it has ended: they don't have to expire. */
    static void stop(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        NodeProcess node = any(cluster, random);
        if (!node.terminate(TERM_SECONDS)) {
            throw new IOException(node.name() + " did not end within " + TERM_SECONDS + " s of SIGTERM");
        }
        if (cluster.leaseHolder().startsWith(node.name())) {
            throw new IOException(node.name() + " ended and did not release its lease");
        }
        node.startAndAwait();
    }

    static void killFlusher(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        cluster.flusher().kill();
        Pause.between(random, 500, 3_000);
        cluster.flusher().startAndAwait();
    }

    static void freezeFlusher(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        freeze(cluster.flusher(), random);
    }

    /** Connections are cut while the names of the stores don't resolve, longer than a JVM keeps addresses. */
    static void loseNames(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        cluster.names().forget();
        Pause.between(random, 5_500, 7_000);
        cluster.redis().primary().proxy().closeOpenConnections();
        cluster.postgres().primary().proxy().closeOpenConnections();
        Pause.between(random, 500, 2_000);
        cluster.names().resolve();
    }

    private static void freeze(NodeProcess process, Random random) throws IOException, InterruptedException {
        process.freeze();
        Pause.between(random, 2_000, 6_000);
        process.thaw();
    }

    private static NodeProcess any(ChaosCluster cluster, Random random) {
        return cluster.nodes().get(random.nextInt(cluster.nodes().size()));
    }
}
