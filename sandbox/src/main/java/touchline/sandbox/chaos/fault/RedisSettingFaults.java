package touchline.sandbox.chaos.fault;

import java.io.IOException;
import java.util.Random;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import touchline.sandbox.chaos.cluster.ChaosCluster;
import touchline.sandbox.chaos.cluster.RedisServer;

/** Settings of Redis that an operator gets wrong, and corrects seconds later. */
final class RedisSettingFaults {
    private static final String USER = "default";

    private RedisSettingFaults() {}

    static void refuseScripts(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        try (Jedis operator = cluster.redis().primary().direct()) {
            operator.aclSetUser(USER, "-eval", "-evalsha");
            Pause.between(random, 1_000, 5_000);
            operator.aclSetUser(USER, "allcommands");
        }
    }

    /** All connections are cut meanwhile. Shorter than the time after which Sentinels, which can't log in either, fail over. */
    static void refuseLogin(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        try (Jedis operator = cluster.redis().primary().direct()) {
            operator.aclSetUser(USER, "resetpass", ">another");
            operator.clientKill(new ClientKillParams().type(ClientType.NORMAL).skipMe(ClientKillParams.SkipMe.YES));
            operator.clientKill(new ClientKillParams().type(ClientType.PUBSUB).skipMe(ClientKillParams.SkipMe.YES));
            Pause.between(random, 500, 1_500);
            operator.aclSetUser(USER, "nopass");
        }
    }

    /** Connections are cut, and most of them can't be opened again. The operator's stays open: a new one would be refused too. */
    static void limitClients(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        RedisServer primary = cluster.redis().primary();
        try (Jedis operator = primary.direct()) {
            operator.configSet("maxclients", "12");
            primary.proxy().closeOpenConnections();
            Pause.between(random, 500, 1_500);
            operator.configSet("maxclients", "10000");
        }
    }

    static void endIdleClients(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        RedisServer primary = cluster.redis().primary();
        RedisFaults.set(primary, "timeout", "1");
        Pause.between(random, 3_000, 6_000);
        RedisFaults.set(primary, "timeout", "0");
    }

    /** Processes die here, not machines: nothing is lost with it. */
    static void relaxFsync(ChaosCluster cluster, Random random) throws IOException, InterruptedException {
        RedisServer primary = cluster.redis().primary();
        RedisFaults.set(primary, "appendfsync", "everysec");
        Pause.between(random, 2_000, 6_000);
        primary.kill();
        primary.startAndAwait();
        RedisFaults.set(primary, "appendfsync", "always");
    }
}
