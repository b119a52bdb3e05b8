package touchline.market.stopwatch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.RedisClient;
import touchline.market.MarketRules;
import touchline.market.lease.Leases;
import touchline.market.position.Positions;
import touchline.market.store.RedisConnections;
import touchline.stores.child.ChildJvm;
import touchline.stores.junit.TestStores;

/** A StopWatch in a JVM of its own, to be killed or put to sleep. */
final class StopWatchNode implements AutoCloseable {
    private final String name;
    private final Process process;

    private StopWatchNode(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    public static void main(String[] args) {
        RedisConnections connections = RedisConnections.to(args[1]);
        RedisClient redis = RedisClient.create(args[1]);
        Jdbi jdbi = Jdbi.create(args[2], args[3], args[4]);
        new StopWatch(
                        connections,
                        redis,
                        new Leases(redis, jdbi, args[0]),
                        new Positions(redis, MarketRules.standard()),
                        new StopWatchTimings(
                                Duration.ofMillis(1_500),
                                Duration.ofMillis(200),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(3)))
                .run();
    }

    static StopWatchNode start(String name, TestStores stores, Path log) throws IOException {
        List<String> command = ChildJvm.command(
                StopWatchNode.class, name, stores.redisUrl(), stores.databaseUrl(), stores.user(), stores.password());
        return new StopWatchNode(
                name,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start());
    }

    String name() {
        return name;
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Suspends it, as SIGSTOP does. */
    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void wakeUp() throws IOException, InterruptedException {
        signal("-CONT");
    }

    @Override
    public void close() {
        kill();
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }
}
