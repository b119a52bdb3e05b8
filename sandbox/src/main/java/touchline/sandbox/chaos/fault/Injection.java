package touchline.sandbox.chaos.fault;

import java.util.Random;
import touchline.sandbox.chaos.cluster.ChaosCluster;

/** Does damage and undoes it, unless the cluster recovers by itself. Returns when nothing is left to undo. */
@FunctionalInterface
interface Injection {
    /**
     * Injects it once.
     *
     * @param random of this fault alone, so that one seed repeats a run
     */
    void into(ChaosCluster cluster, Random random) throws Exception;
}
