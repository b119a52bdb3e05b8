package touchline.sandbox.chaos.fault;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Random;
import touchline.sandbox.chaos.cluster.ChaosCluster;
import touchline.sandbox.chaos.cluster.PostgresServer;

/** Faults of Postgres. Its fail-over is done here, as Patroni or an operator would. */
final class PostgresFaults {
    private PostgresFaults() {}

    static void restart(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        PostgresServer primary = cluster.postgres().primary();
        primary.kill();
        primary.startAgain();
    }

    static void freeze(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        PostgresServer primary = cluster.postgres().primary();
        primary.freeze();
        Pause.between(random, 2_000, 10_000);
        primary.thaw();
    }

    static void cut(ChaosCluster cluster, Random random) {
        cluster.postgres().primary().proxy().closeOpenConnections();
    }

    static void swallow(ChaosCluster cluster, Random random) {
        cluster.postgres().primary().proxy().loseAnswersOnOpenConnections();
    }

    /** Postgres ends if it can't write its log, and then needs a start. */
    static void fillDisk(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        PostgresServer primary = cluster.postgres().primary();
        primary.disk().fill();
        Pause.between(random, 2_000, 6_000);
        primary.disk().free();
        if (primary.hasEnded()) {
            primary.startAgain();
        }
    }

    static void failOver(ChaosCluster cluster, Random random) throws IOException, SQLException, InterruptedException {
        cluster.postgres().failOver();
        Pause.between(random, 500, 3_000);
        cluster.postgres().rebuildStandby();
    }

    static void killStandby(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        PostgresServer standby = cluster.postgres().standby();
        standby.kill();
        Pause.between(random, 500, 3_000);
        standby.startAgain();
    }
}
