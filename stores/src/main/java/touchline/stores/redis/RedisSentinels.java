package touchline.stores.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import touchline.stores.junit.BareRedis;

/** Two Redis servers, one of which replicates the other, and three Sentinels that promote the replica a second after they lose the primary. */
public final class RedisSentinels implements AutoCloseable {
    /** The primary's name for the Sentinels. */
    public static final String NAME = "touchline";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int QUORUM = 2;

    private final List<RedisProcess> servers = new ArrayList<>();
    private final List<BareRedis> sentinels = new ArrayList<>();
    private final @Nullable String password;

    private RedisSentinels(@Nullable String password) {
        this.password = password;
    }

    /**
     * Starts them all, and returns once the replica has the primary's data and every Sentinel knows both.
     *
     * @param directory an empty one
     * @param password of both servers; null for none. The Sentinels have none
     * @param options for the command line of both servers
     */
    public static RedisSentinels start(Path directory, @Nullable String password, String... options)
            throws IOException, InterruptedException {
        RedisSentinels all = new RedisSentinels(password);
        boolean isComplete = false;
        try {
            all.startAll(directory, options);
            isComplete = true;
        } finally {
            if (!isComplete) {
                all.close();
            }
        }
        return all;
    }

    private void startAll(Path directory, String... options) throws IOException, InterruptedException {
        List<String> ofServers = new ArrayList<>(List.of(options));
        if (password != null) {
            ofServers.addAll(List.of("--requirepass", password, "--masterauth", password));
        }
        for (int n = 1; n <= 2; n++) {
            servers.add(RedisProcess.start(directory.resolve("redis" + n), ofServers.toArray(String[]::new)));
        }
        RedisProcess primary = servers.get(0);
        try (Jedis replica = servers.get(1).connect()) {
            replica.replicaof("127.0.0.1", primary.port());
            await("a replica", () -> replica.info("replication").contains("master_link_status:up"));
        }
        for (int n = 1; n <= 3; n++) {
            Path own = Files.createDirectories(directory.resolve("sentinel" + n));
            BareRedis sentinel = BareRedis.start(own, "--sentinel");
            sentinels.add(sentinel);
            try (Jedis connection = connect(sentinel)) {
                connection.sentinelMonitor(NAME, "127.0.0.1", primary.port(), QUORUM);
                connection.sentinelSet(NAME, Map.of("down-after-milliseconds", "2000", "failover-timeout", "3000"));
                if (password != null) {
                    connection.sentinelSet(NAME, Map.of("auth-pass", password));
                }
            }
        }
        for (BareRedis sentinel : sentinels) {
            await("each Sentinel to know the others and the replica", () -> knowsAll(sentinel));
        }
    }

    /** As {@code REDIS_URL} takes it. */
    public String url() {
        return "redis+sentinel://" + (password == null ? "" : ":" + password + "@")
                + sentinels.stream().map(each -> "127.0.0.1:" + each.port()).collect(Collectors.joining(",")) + "/"
                + NAME;
    }

    /** The server that a majority of the Sentinels takes for the primary. */
    public RedisProcess primary() {
        return servers.stream()
                .filter(server -> sentinels.stream()
                                .filter(each -> primaryPort(each) == server.port())
                                .count()
                        >= QUORUM)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the Sentinels don't agree on a primary"));
    }

    /** The other one. */
    public RedisProcess replica() {
        RedisProcess primary = primary();
        return servers.get(0) == primary ? servers.get(1) : servers.get(0);
    }

    /** The ports of the Sentinels. */
    public List<Integer> sentinelPorts() {
        return sentinels.stream().map(BareRedis::port).toList();
    }

    /** Makes the replica the primary, as an operator does for maintenance; returns once every Sentinel has followed. */
    public void failOver() throws InterruptedException {
        RedisProcess before = primary();
        try (Jedis sentinel = connect(sentinels.get(0))) {
            sentinel.sentinelFailover(NAME);
        }
        awaitFailOverFrom(before);
    }

    /** Waits until every Sentinel names another primary. */
    public void awaitFailOverFrom(RedisProcess former) throws InterruptedException {
        await(
                "a fail-over",
                () -> sentinels.stream()
                        .map(RedisSentinels::primaryPort)
                        .allMatch(port -> port > 0 && port != former.port()));
    }

    /** Waits until the primary has a replica with all its data. */
    public void awaitReplica() throws InterruptedException {
        await("a replica", () -> {
            try (Jedis connection = replica().connect()) {
                return connection.info("replication").contains("master_link_status:up");
            } catch (JedisException | IllegalStateException notYet) {
                return false;
            }
        });
    }

    /** Ends the Sentinels; nothing fails over any more. */
    public void endSentinels() {
        sentinels.forEach(BareRedis::close);
    }

    @Override
    public void close() {
        sentinels.forEach(BareRedis::close);
        servers.forEach(RedisProcess::close);
    }

    private static boolean knowsAll(BareRedis sentinel) {
        try (Jedis connection = connect(sentinel)) {
            Map<String, String> known = connection.sentinelMaster(NAME);
            return "2".equals(known.get("num-other-sentinels")) && "1".equals(known.get("num-slaves"));
        } catch (JedisException notYet) {
            return false;
        }
    }

    private static int primaryPort(BareRedis sentinel) {
        try (Jedis connection = connect(sentinel)) {
            return Integer.parseInt(connection.sentinelMaster(NAME).getOrDefault("port", "0"));
        } catch (JedisException away) {
            return 0;
        }
    }

    private static Jedis connect(BareRedis sentinel) {
        return new Jedis("127.0.0.1", sentinel.port(), 5_000);
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
