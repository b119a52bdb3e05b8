package touchline.stores.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/** An empty Redis without persistence, for a test that needs a second one or another kind. */
public final class BareRedis implements AutoCloseable {
    private final Process process;
    private final int port;

    private BareRedis(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one.
     *
     * @param folder an empty folder for its executable and files
     * @param options for its command line, such as {@code --sentinel} or {@code --requirepass secret}
     */
    public static BareRedis start(Path folder, String... options) {
        try {
            Path executable = ExecutableProvider.newJarResourceProvider(folder.toFile())
                    .get()
                    .toPath()
                    .toAbsolutePath();
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Path settings = Files.writeString(folder.resolve("redis.conf"), "bind 127.0.0.1\nport " + port + "\n");
            List<String> command = new ArrayList<>(List.of(executable.toString(), settings.toString()));
            command.addAll(List.of(options));
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("redis.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            BareRedis redis = new BareRedis(process, port);
            redis.awaitAnswer();
            return redis;
        } catch (IOException | InterruptedException failure) {
            throw new UncheckedIOException(new IOException("Redis doesn't start in " + folder, failure));
        }
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (Jedis redis = new Jedis("127.0.0.1", port, 1_000)) {
                redis.ping();
                return;
            } catch (JedisException startingOrAsksForAPassword) {
                if (String.valueOf(startingOrAsksForAPassword.getMessage()).contains("NOAUTH")) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
        throw new IOException("no answer at port " + port);
    }

    public int port() {
        return port;
    }

    /** {@code redis://host:port}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
