package touchline.sandbox.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import touchline.stores.RedisLauncher;

/** A primary, two replicas and three Sentinels, which fail over by themselves. */
public final class RedisGroup {
    /** The name by which Sentinels know the primary. */
    private static final String MASTER = "touchline";

    private static final int SERVERS = 3; // two replicas: after a fail-over the new primary has one at once
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
        List<RedisServer> servers = new ArrayList<>(List.of(first));
        for (int number = 2; number <= SERVERS; number++) {
            servers.add(RedisServer.redis(
                    "redis-" + number,
                    executable,
                    directory.resolve("redis-" + number),
                    Stream.concat(replicated.stream(), Stream.of("replicaof 127.0.0.1 " + primary))
                            .toList()));
        }
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
        RedisGroup group = new RedisGroup(servers, sentinels);
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

    /** The URL for nodes, with addresses of Sentinels, or with their names. */
    String url(boolean named) {
        String hosts = sentinels.stream()
                .map(sentinel -> (named ? sentinel.name() : "127.0.0.1") + ":" + sentinel.clientPort())
                .collect(Collectors.joining(","));
        return "redis+sentinel://" + hosts + "/" + MASTER;
    }

    /** The server that most Sentinels take for the primary. While they don't agree, a fail-over is in progress, and this waits for its end. */
    public RedisServer primary() throws IOException, InterruptedException {
        List<RedisServer> found = new ArrayList<>();
        Patience.await("the Sentinels agree on a primary", WHOLE, () -> {
            List<Integer> named = sentinels.stream().map(RedisGroup::port).toList();
            servers.stream()
                    .filter(server -> Collections.frequency(named, server.clientPort()) > sentinels.size() / 2)
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.get(0);
    }

    /** The servers that are not the primary. */
    public List<RedisServer> replicas() throws IOException, InterruptedException {
        RedisServer primary = primary();
        return servers.stream().filter(server -> !server.equals(primary)).toList();
    }

    private static int port(RedisServer sentinel) {
        try (Jedis connection = sentinel.direct()) {
            return Integer.parseInt(
                    connection.sentinelGetMasterAddrByName(MASTER).get(1));
        } catch (RuntimeException unreachable) {
            return -1;
        }
    }

    /** Waits until the primary has its replicas and every Sentinel knows the others. */
    public void awaitWhole() throws IOException, InterruptedException {
        Patience.await(
                "Redis has its replicas and its Sentinels",
                WHOLE,
                () -> primary().hasReplicas(SERVERS - 1)
                        && replicas().stream().allMatch(RedisServer::follows)
                        && sentinels.stream().allMatch(RedisGroup::knowsTheOthers));
    }

    /** The scripts that took longer than 5 ms since the last call. What a killed server knew of them is lost with it. */
    public List<SlowScript> takeSlowScripts() {
        return servers.stream()
                .flatMap(server -> server.takeSlowCommands().stream())
                .flatMap(SlowScript::of)
                .toList();
    }

    /** The scripts that took more than 5 ms of a server's CPU time since the cluster was started. */
    public List<SlowScript> costlyScripts() throws IOException {
        List<SlowScript> costly = new ArrayList<>();
        for (RedisServer server : servers) {
            costly.addAll(server.costlyScripts());
        }
        return costly;
    }

    private static boolean knowsTheOthers(RedisServer sentinel) {
        try (Jedis connection = sentinel.direct()) {
            String info = connection.info("sentinel");
            return info.contains("status=ok") && info.contains("slaves=" + (SERVERS - 1) + ",sentinels=3");
        }
    }
}
