package touchline.stores;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/** Starts Redis processes at free ports. Thread-safe. */
public final class RedisLauncher {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 5;

    private RedisLauncher() {}

    /** Starts a process that listens at a port. */
    public interface Launch {
        Process at(int port) throws IOException;
    }

    /** A process that answers at a port. */
    public record LaunchedRedis(Process process, int port) {}

    /**
     * Starts Redis, at another port if the first one is taken meanwhile.
     *
     * @param log where its log is, for the message of a failure
     * @throws IOException if no attempt succeeds
     */
    public static LaunchedRedis launch(Launch launch, Path log) throws IOException, InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            int port = FreePort.find();
            Process process = launch.at(port);
            boolean answers = false;
            try {
                answers = answers(process, port);
            } finally {
                if (!answers) {
                    process.destroyForcibly();
                }
            }
            if (answers) {
                return new LaunchedRedis(process, port);
            }
        }
        throw new IOException("Redis does not start; its log is " + log);
    }

    /** Waits until the process answers, or asks for a password; false if it ends or does not answer within a minute. */
    public static boolean answers(Process process, int port) throws InterruptedException {
        long deadline = System.nanoTime() + ANSWER_TIMEOUT.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (Jedis redis = new Jedis("127.0.0.1", port, 1_000)) {
                // Another process may have the port by now; only this one has its process id.
                if (redis.info("server").contains("process_id:" + process.pid() + "\r\n")
                        && redis.ping().equals("PONG")) {
                    return true;
                }
            } catch (JedisException failure) {
                if (String.valueOf(failure.getMessage()).contains("NOAUTH")) {
                    return true;
                }
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return false;
    }

    /** Unpacks the executable into a directory. */
    public static Path unpack(Path directory) throws IOException {
        return ExecutableProvider.newJarResourceProvider(directory.toFile())
                .get()
                .toPath()
                .toAbsolutePath();
    }

    /** Kills a Redis and the children that rewrite its files, and returns when they write no more. */
    public static void kill(Process redis) {
        List<ProcessHandle> children = redis.descendants().toList();
        redis.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        redis.onExit().join();
        children.forEach(child -> child.onExit().join());
    }
}
