package touchline.sandbox.chaos.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientPauseMode;
import touchline.sandbox.chaos.cluster.ChaosCluster;
import touchline.sandbox.chaos.cluster.Patience;
import touchline.sandbox.chaos.cluster.RedisServer;
import touchline.stores.junit.FaultProxy;

/** Faults of Redis and its Sentinels. */
final class RedisFaults {
    private static final Duration FAIL_OVER = Duration.ofMinutes(5);

    private RedisFaults() {}

    static void restart(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        RedisServer primary = cluster.redis().primary();
        primary.kill();
        primary.startAndAwait();
    }

    /** Shorter than the time after which Sentinels fail over. */
    static void freeze(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        RedisServer primary = cluster.redis().primary();
        primary.freeze();
        Pause.between(random, 300, 1_300);
        primary.thaw();
    }

    /** About the time after which Sentinels fail over: it may wake up while they do. */
    static void freezeLonger(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        RedisServer primary = cluster.redis().primary();
        primary.freeze();
        Pause.between(random, 1_900, 3_500);
        primary.thaw();
    }

    static void cut(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        cluster.redis().primary().proxy().closeOpenConnections();
    }

    /** Longer than the time-outs of clients. */
    static void swallow(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        FaultProxy proxy = cluster.redis().primary().proxy();
        proxy.loseAnswersOnOpenConnections();
        Pause.between(random, 3_500, 5_000);
        proxy.closeLosingConnections();
    }

    static void blackHole(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        FaultProxy proxy = cluster.redis().primary().proxy();
        proxy.loseOnOpenConnections();
        Pause.between(random, 3_500, 5_000);
        proxy.closeLosingConnections();
    }

    /** Longer than the time-outs of clients, as during a fail-over by hand. */
    static void pauseWrites(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        try (Jedis primary = cluster.redis().primary().direct()) {
            primary.clientPause(2_000 + random.nextInt(2_000), ClientPauseMode.WRITE);
        }
    }

    /** Again and again, so that each script is missing at some time. */
    static void flushScripts(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        try (Jedis primary = cluster.redis().primary().direct()) {
            for (int n = 20 + random.nextInt(20); n > 0; n--) {
                primary.scriptFlush();
                Pause.between(random, 50, 150);
            }
        }
    }

    static void fill(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        RedisServer primary = cluster.redis().primary();
        set(primary, "maxmemory", "1mb");
        Pause.between(random, 1_000, 5_000);
        set(primary, "maxmemory", "0");
    }

    /** Changes a setting. On a busy machine a Redis may not answer at once. One that stayed would never end the fault. */
    static void set(RedisServer redis, String setting, String value) throws IOException, InterruptedException {
        Patience.await(redis.name() + " sets " + setting + " to " + value, FAIL_OVER, () -> {
            try (Jedis connection = redis.direct()) {
                return connection.configSet(setting, value).equals("OK");
            }
        });
    }

    static void fillDisk(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        RedisServer primary = cluster.redis().primary();
        primary.disk().fill();
        Pause.between(random, 1_000, 5_000);
        primary.disk().free();
    }

    static void setClock(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        ClockFault.inject(cluster.redis().primary().clock(), random);
    }

    static void failOver(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        RedisServer old = cluster.redis().primary();
        old.kill();
        awaitDemotion(cluster, old);
        Pause.between(random, 0, 3_000);
        old.startAndAwait();
    }

    /** The old primary wakes up, still a primary, and its clients are still connected to it. */
    static void demote(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        RedisServer old = cluster.redis().primary();
        old.freeze();
        awaitDemotion(cluster, old);
        Pause.between(random, 0, 3_000);
        old.thaw();
    }

    static void killReplica(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        List<RedisServer> replicas = cluster.redis().replicas();
        RedisServer replica = replicas.get(random.nextInt(replicas.size()));
        replica.kill();
        Pause.between(random, 500, 3_000);
        replica.startAndAwait();
    }

    static void killSentinel(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        RedisServer sentinel = cluster.redis()
                .sentinels()
                .get(random.nextInt(cluster.redis().sentinels().size()));
        sentinel.kill();
        Pause.between(random, 500, 3_000);
        sentinel.startAndAwait();
    }

    /** Shorter than the time after which Sentinels fail over. Writes wait for a replica. */
    static void freezeReplicas(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        List<RedisServer> replicas = cluster.redis().replicas();
        for (RedisServer replica : replicas) {
            replica.freeze();
        }
        Pause.between(random, 1_000, 6_000);
        for (RedisServer replica : replicas) {
            replica.thaw();
        }
    }

    /** The primary dies before they return: nothing fails over until a majority is back. */
    static void killSentinels(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        RedisServer primary = cluster.redis().primary();
        List<RedisServer> sentinels = new ArrayList<>(cluster.redis().sentinels());
        sentinels.remove(random.nextInt(sentinels.size()));
        for (RedisServer sentinel : sentinels) {
            sentinel.kill();
        }
        primary.kill();
        Pause.between(random, 500, 3_000);
        for (RedisServer sentinel : sentinels) {
            sentinel.startAndAwait();
        }
        awaitDemotion(cluster, primary);
        primary.startAndAwait();
    }

    /** The one that replaces the primary has no replica, so it takes no writes, and the former primary is promoted again. */
    static void promoteTwice(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        RedisServer first = cluster.redis().primary();
        List<RedisServer> replicas = cluster.redis().replicas();
        RedisServer lost = replicas.get(random.nextInt(replicas.size()));
        lost.kill();
        first.freeze();
        awaitDemotion(cluster, first);
        RedisServer second = cluster.redis().primary();
        first.thaw();
        Pause.between(random, 0, 3_000);
        second.freeze();
        awaitDemotion(cluster, second);
        lost.startAndAwait();
        second.thaw();
    }

    private static void awaitDemotion(ChaosCluster cluster, RedisServer old) throws IOException, InterruptedException {
        Patience.await(
                "the Sentinels promote a replica",
                FAIL_OVER,
                () -> !cluster.redis().primary().equals(old));
    }
}
