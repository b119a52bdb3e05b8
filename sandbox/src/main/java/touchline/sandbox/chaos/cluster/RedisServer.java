package touchline.sandbox.chaos.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.Slowlog;
import touchline.stores.FreePort;
import touchline.stores.clock.ServerClock;
import touchline.stores.junit.FaultProxy;

/** A Redis or a Sentinel. Clients, replicas and Sentinels reach a Redis through its proxy, whose port it announces. */
public final class RedisServer extends Member {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int TIMEOUT_MILLIS = 1_000;
    private static final int DISK_MEGABYTES = 192;

    private final Path executable;
    private final Path directory;
    private final int port;
    private final FaultProxy proxy;
    private final boolean sentinel;
    private final SmallDisk disk;
    private final ServerClock clock;

    private RedisServer(String name, Path executable, Path directory, boolean sentinel)
            throws IOException, InterruptedException {
        super(name);
        this.executable = executable;
        this.directory = directory;
        this.disk = SmallDisk.at(directory, DISK_MEGABYTES);
        this.clock = ServerClock.in(directory);
        this.sentinel = sentinel;
        this.port = FreePort.find();
        this.proxy = FaultProxy.to("127.0.0.1", port);
    }

    /** A Redis that keeps what it acknowledges. Its settings are a file, which Sentinel rewrites. */
    static RedisServer redis(String name, Path executable, Path directory, List<String> settings)
            throws IOException, InterruptedException {
        RedisServer redis = new RedisServer(name, executable, directory, false);
        redis.configure("""
                appendonly yes
                appendfsync always
                save ""
                maxmemory-policy noeviction
                repl-diskless-sync yes
                repl-diskless-sync-delay 0
                repl-timeout 3
                repl-ping-replica-period 1
                replica-announce-ip 127.0.0.1
                replica-announce-port %d
                slowlog-log-slower-than 5000
                slowlog-max-len 1000
                """.formatted(redis.proxy.port()), settings);
        return redis;
    }

    static RedisServer sentinel(String name, Path executable, Path directory, List<String> settings)
            throws IOException, InterruptedException {
        RedisServer sentinel = new RedisServer(name, executable, directory, true);
        sentinel.configure("", settings);
        return sentinel;
    }

    private void configure(String common, List<String> settings) throws IOException {
        Files.writeString(
                directory.resolve("redis.conf"),
                "bind 127.0.0.1\nport " + port + "\ndir \"" + directory + "\"\n" + common + String.join("\n", settings)
                        + "\n");
    }

    @Override
    Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                executable.toString(), directory.resolve("redis.conf").toString());
        if (sentinel) {
            builder.command().add("--sentinel");
        }
        builder.environment().putAll(clock.environment());
        return builder.directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("redis.log").toFile()))
                .start();
    }

    @Override
    void awaitReady() throws IOException, InterruptedException {
        Patience.await(name() + " answers", START, () -> {
            try (Jedis redis = direct()) {
                return redis.ping().equals("PONG");
            }
        });
    }

    /** A connection around the proxy. */
    public Jedis direct() {
        return new Jedis(
                new HostAndPort("127.0.0.1", port),
                DefaultJedisClientConfig.builder()
                        .connectionTimeoutMillis(TIMEOUT_MILLIS)
                        .socketTimeoutMillis(TIMEOUT_MILLIS)
                        .autoNegotiateProtocol(false) // or each connection logs that it speaks RESP2
                        .build());
    }

    /** Its {@code SLOWLOG}, which is empty from now on; empty if it doesn't answer. */
    List<Slowlog> takeSlowCommands() {
        try (Jedis connection = direct()) {
            List<Slowlog> slow = connection.slowlogGet(1_000);
            connection.slowlogReset();
            return slow;
        } catch (JedisException away) {
            return List.of();
        }
    }

    /** The scripts that took more than 5 ms of its CPU time, by its log. */
    List<SlowScript> costlyScripts() throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("redis.log"), StandardCharsets.ISO_8859_1)) {
            return lines.flatMap(SlowScript::ofLog).toList();
        }
    }

    boolean hasReplicas(int count) {
        try (Jedis connection = direct()) {
            return connection
                            .info("replication")
                            .lines()
                            .filter(line -> line.contains("state=online"))
                            .count()
                    == count;
        }
    }

    /** Whether it is a replica that has everything of its primary. */
    boolean follows() {
        try (Jedis connection = direct()) {
            return connection.info("replication").contains("master_link_status:up");
        }
    }

    /** Its URL around the proxy. */
    String directUrl() {
        return "redis://127.0.0.1:" + port;
    }

    public FaultProxy proxy() {
        return proxy;
    }

    /** The port that clients use: of the proxy, or of a Sentinel itself. */
    int clientPort() {
        return sentinel ? port : proxy.port();
    }

    public ServerClock clock() {
        return clock;
    }

    /** The disk of its append-only file. */
    public SmallDisk disk() {
        return disk;
    }
}
