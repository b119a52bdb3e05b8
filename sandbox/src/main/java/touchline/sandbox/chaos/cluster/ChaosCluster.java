package touchline.sandbox.chaos.cluster;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.Jedis;
import touchline.market.stopwatch.StopWatch;
import touchline.migrations.Migrations;
import touchline.stores.child.HostNames;
import touchline.stores.clock.ServerClock;

/**
 * Two nodes, a flusher, Redis with two replicas and three Sentinels, Postgres with a standby. In a small one the second node runs in this process, and each node
 * has a flusher.
 */
public final class ChaosCluster implements AutoCloseable {
    private final RedisGroup redis;
    private final PostgresPair postgres;
    private final List<NodeProcess> nodes;
    private final @Nullable NodeProcess flusher;
    private final @Nullable InProcessNode local;
    private final HostNames names;
    private final Supervisor supervisor;
    private final String secret;

    private ChaosCluster(
            RedisGroup redis, PostgresPair postgres, String secret, Path directory, Path configuration, boolean small)
            throws IOException {
        this.redis = redis;
        this.postgres = postgres;
        this.secret = secret;
        this.names = HostNames.in(
                directory.resolve("names"),
                Stream.concat(
                                redis.members().stream().map(RedisServer::name),
                                postgres.servers().stream().map(PostgresServer::name))
                        .toList());
        Map<String, String> environment = environment(small);
        NodeProcess first = node("node-1", "server", environment, directory, configuration);
        if (small) {
            this.nodes = List.of(first);
            this.flusher = null;
            this.local = new InProcessNode("node-2", environment, configuration);
        } else {
            this.nodes = List.of(first, node("node-2", "server", environment, directory, configuration));
            this.flusher = node("flusher-1", "flusher", environment, directory, configuration);
            this.local = null;
        }
        this.supervisor = Supervisor.of(
                Stream.of(redis.members().stream(), postgres.servers().stream(), nodesAndFlusher().stream())
                        .flatMap(each -> each)
                        .toList());
    }

    /**
     * Starts everything.
     *
     * @param directory for data and logs
     * @param configuration the shipped config.yml
     * @param small whether it has one node that can be killed, and no flusher of its own
     */
    public static ChaosCluster start(Path directory, Path configuration, boolean small) throws Exception {
        RedisGroup redis = RedisGroup.start(directory.resolve("redis"));
        PostgresPair postgres = PostgresPair.start(directory.resolve("postgres"));
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        ChaosCluster cluster =
                new ChaosCluster(redis, postgres, HexFormat.of().formatHex(secret), directory, configuration, small);
        Migrations.migrate(cluster.database());
        cluster.startNodes();
        return cluster;
    }

    private NodeProcess node(
            String name, String command, Map<String, String> environment, Path directory, Path configuration)
            throws IOException {
        Path logs = Files.createDirectories(directory.resolve("logs"));
        return new NodeProcess(name, command, environment, names, configuration, logs.resolve(name + ".log"));
    }

    private Map<String, String> environment(boolean small) {
        Map<String, String> environment = new HashMap<>();
        environment.put("DATABASE_URL", postgres.url(!small));
        environment.put("DATABASE_USER", PostgresServer.USER);
        environment.put("DATABASE_PASSWORD", "");
        environment.put("REDIS_URL", redis.url(!small));
        environment.put("REDIS_REPLICAS", "1"); // an acknowledged write is in a replica too
        environment.put("TOKEN_SECRET", secret);
        environment.put("SPORTMONKS_API_KEY", ""); // no match is live: orders are filled at once
        environment.put("FLUSHER_EMBEDDED", small ? "1" : "0");
        environment.put("RATE_LIMITS", "0"); // the traders send more than any user
        environment.put("LIMIT_OPEN_POSITIONS", "0");
        environment.put("LIMIT_USER_EXPOSURE", "0");
        environment.put("LIMIT_INSTRUMENT_EXPOSURE", "0");
        environment.put("LIMIT_BUDGET", "0");
        environment.put("LOG_LEVEL", "WARN");
        return environment;
    }

    private void startNodes() throws Exception {
        for (Member member : nodesAndFlusher()) {
            member.start();
        }
        if (local != null) {
            local.start();
        }
        for (Member member : nodesAndFlusher()) {
            member.awaitReady();
        }
        for (NodeProcess node : nodes) {
            node.awaitOpen();
        }
    }

    private List<NodeProcess> nodesAndFlusher() {
        return Stream.concat(nodes.stream(), Stream.ofNullable(flusher)).toList();
    }

    public RedisGroup redis() {
        return redis;
    }

    public PostgresPair postgres() {
        return postgres;
    }

    /** Those that faults are injected into. */
    public List<NodeProcess> nodes() {
        return nodes;
    }

    /** The ports of all nodes. */
    public List<Integer> ports() {
        return Stream.concat(
                        nodes.stream().map(NodeProcess::port),
                        Stream.ofNullable(local).map(InProcessNode::port))
                .toList();
    }

    /**
     * The flusher that is a process of its own.
     *
     * @throws NullPointerException in a small cluster, which has none
     */
    public NodeProcess flusher() {
        return Objects.requireNonNull(flusher);
    }

    /** Whether the stores' disks can be filled. */
    public static boolean hasSmallDisks() {
        return SmallDisk.canBeMounted();
    }

    /** Whether the stores' clocks can be set. */
    public static boolean hasSettableClocks() {
        return ServerClock.isSettable();
    }

    /** The names by which nodes and flusher find the stores; in a small cluster they use addresses. */
    public HostNames names() {
        return names;
    }

    /** The secret that signs access tokens. */
    public String secret() {
        return secret;
    }

    /** The book, around the proxies. */
    public PGSimpleDataSource database() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(postgres.primary().directUrl());
        database.setUser(PostgresServer.USER);
        database.setPassword("");
        return database;
    }

    /** The URL of the primary Redis, around the proxies. */
    public String redisUrl() throws IOException, InterruptedException {
        return redis.primary().directUrl();
    }

    /** Who holds the lease of the StopWatch, as {@code node:token}; empty if nobody does. */
    public String leaseHolder() throws IOException, InterruptedException {
        try (Jedis primary = redis.primary().direct()) {
            String holder = primary.get(StopWatch.LEASE);
            return holder == null ? "" : holder;
        }
    }

    /** Waits until both stores are replicated again. */
    public void awaitWhole() throws IOException, InterruptedException {
        redis.awaitWhole();
        postgres.awaitWhole();
    }

    /** The names of processes that ended by themselves, and were started again, since the last call. */
    public List<String> takeRestarts() {
        return supervisor.takeRestarts();
    }

    /** Kills every process, suspended or not. */
    @Override
    public void close() throws IOException {
        try {
            killAll();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the cluster was being stopped");
        }
    }

    private void killAll() throws IOException, InterruptedException {
        supervisor.close();
        if (local != null) {
            local.stop(); // while it can still reach the stores
        }
        for (Member member : Stream.concat(nodesAndFlusher().stream(), redis.members().stream())
                .toList()) {
            member.kill();
        }
        for (PostgresServer server : postgres.servers()) {
            server.kill();
        }
    }
}
