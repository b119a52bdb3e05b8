package touchline.sandbox.chaos.fault;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Random;
import touchline.sandbox.chaos.cluster.ChaosCluster;
import touchline.sandbox.chaos.cluster.PostgresServer;
import touchline.stores.junit.FaultProxy;

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
        Pause.between(random, 2_000, 6_000);
        primary.thaw();
    }

    static void cut(ChaosCluster cluster, Random random) {
        cluster.postgres().primary().proxy().closeOpenConnections();
    }

    /** Longer than the socket time-out of clients. */
    static void swallow(ChaosCluster cluster, Random random) throws InterruptedException {
        FaultProxy proxy = cluster.postgres().primary().proxy();
        proxy.loseAnswersOnOpenConnections();
        Pause.between(random, 11_000, 13_000);
        proxy.closeLosingConnections(); // idle ones: they would delay what the next fault needs them for
    }

    /** Postgres ends if it can't write its log, and is then started again. */
    static void fillDisk(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        PostgresServer primary = cluster.postgres().primary();
        primary.disk().fill();
        Pause.between(random, 2_000, 6_000);
        primary.disk().free();
    }

    static void setClock(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        ClockFault.inject(cluster.postgres().primary().clock(), random);
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
