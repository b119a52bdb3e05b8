package touchline.sandbox.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.Slowlog;
import touchline.stores.RedisLauncher;

/** A primary, a replica and three Sentinels, which fail over by themselves. */
public final class RedisGroup {
    /** The name by which Sentinels know the primary. */
    private static final String MASTER = "touchline";

    private static final Duration WHOLE = Duration.ofMinutes(5);

    private final List<RedisServer> servers;
    private final List<RedisServer> sentinels;

    private RedisGroup(List<RedisServer> servers, List<RedisServer> sentinels) {
        this.servers = List.copyOf(servers);
        this.sentinels = List.copyOf(sentinels);
    }

    static RedisGroup start(Path directory) throws IOException, InterruptedException {
        Path executable = RedisLauncher.unpack(Files.createDirectories(directory.resolve("bin")));
        List<String> replicated = List.of("min-replicas-to-write 1", "min-replicas-max-lag 10");
        RedisServer first = RedisServer.redis("redis-1", executable, directory.resolve("redis-1"), replicated);
        int primary = first.clientPort();
        RedisServer second = RedisServer.redis(
                "redis-2",
                executable,
                directory.resolve("redis-2"),
                Stream.concat(replicated.stream(), Stream.of("replicaof 127.0.0.1 " + primary))
                        .toList());
        List<RedisServer> sentinels = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            sentinels.add(RedisServer.sentinel(
                    "sentinel-" + number,
                    executable,
                    directory.resolve("sentinel-" + number),
                    List.of(
                            "sentinel monitor " + MASTER + " 127.0.0.1 " + primary + " 2",
                            "sentinel down-after-milliseconds " + MASTER + " 2000",
                            "sentinel failover-timeout " + MASTER + " 10000",
                            "sentinel parallel-syncs " + MASTER + " 1")));
        }
        RedisGroup group = new RedisGroup(List.of(first, second), sentinels);
        for (Member member : group.members()) {
            member.startAndAwait();
        }
        group.awaitWhole();
        return group;
    }

    /** Every process. */
    List<RedisServer> members() {
        return Stream.concat(servers.stream(), sentinels.stream()).toList();
    }

    public List<RedisServer> sentinels() {
        return sentinels;
    }

    /** The URL for nodes. */
    String url() {
        String hosts = sentinels.stream()
                .map(sentinel -> "127.0.0.1:" + sentinel.clientPort())
                .collect(Collectors.joining(","));
        return "redis+sentinel://" + hosts + "/" + MASTER;
    }

    /** The server that most Sentinels take for the primary. */
    public RedisServer primary() throws IOException {
        for (RedisServer server : servers) {
            long agreeing = sentinels.stream()
                    .filter(sentinel -> port(sentinel) == server.clientPort())
                    .count();
            if (agreeing > sentinels.size() / 2) {
                return server;
            }
        }
        throw new IOException("the Sentinels don't agree on a primary");
    }

    /** The other server. */
    public RedisServer replica() throws IOException {
        RedisServer primary = primary();
        return servers.stream()
                .filter(server -> !server.equals(primary))
                .findFirst()
                .orElseThrow();
    }

    private static int port(RedisServer sentinel) {
        try (Jedis connection = sentinel.direct()) {
            return Integer.parseInt(
                    connection.sentinelGetMasterAddrByName(MASTER).get(1));
        } catch (RuntimeException unreachable) {
            return -1;
        }
    }

    /** Waits until the primary has its replica and every Sentinel knows the others. */
    public void awaitWhole() throws IOException, InterruptedException {
        Patience.await("Redis has its replica and its Sentinels", WHOLE, () -> {
            try (Jedis primary = primary().direct();
                    Jedis replica = replica().direct()) {
                return primary.info("replication").contains("state=online")
                        && replica.info("replication").contains("master_link_status:up")
                        && sentinels.stream().allMatch(RedisGroup::knowsTheOthers);
            }
        });
    }

    /** The commands and scripts that took longer than 5 ms since the servers last started, the slowest first, without their arguments. */
    public List<String> slowCommands() {
        return servers.stream()
                .flatMap(server -> slowCommands(server).stream())
                .sorted(Comparator.comparingLong(Slowlog::getExecutionTime).reversed())
                .map(slow -> slow.getArgs().stream().limit(2).collect(Collectors.joining(" ")) + ": "
                        + slow.getExecutionTime() / 1_000 + " ms")
                .toList();
    }

    private static List<Slowlog> slowCommands(RedisServer server) {
        try (Jedis connection = server.direct()) {
            return connection.slowlogGet(1_000);
        } catch (JedisException away) {
            return List.of();
        }
    }

    private static boolean knowsTheOthers(RedisServer sentinel) {
        try (Jedis connection = sentinel.direct()) {
            String info = connection.info("sentinel");
            return info.contains("status=ok") && info.contains("slaves=1,sentinels=3");
        }
    }
}
