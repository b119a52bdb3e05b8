package touchline.stores.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import touchline.stores.RedisLauncher;

/** A Redis that a test may kill, restart and make a replica. */
public final class RedisProcess implements AutoCloseable {
    private final Path directory;
    private final int port;
    private Process process;

    private RedisProcess(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Starts one on an empty directory; acknowledged writes survive a kill. */
    public static RedisProcess start(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        RedisLauncher.LaunchedRedis started =
                RedisLauncher.launch(port -> launch(directory, port), directory.resolve("redis.log"));
        return new RedisProcess(directory, started.port(), started.process());
    }

    public int port() {
        return port;
    }

    /** {@code redis://host:port}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** A connection to it. */
    public Jedis connect() {
        return new Jedis("127.0.0.1", port, 5_000);
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again on its data, after {@link #kill}. */
    public void startAgain() throws IOException, InterruptedException {
        process = launch(directory, port);
        if (!RedisLauncher.answers(process, port)) {
            throw new IOException("Redis does not start again; its log is in " + directory);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static Process launch(Path directory, int port) throws IOException {
        Path executable = directory.resolve("redis-server");
        if (!Files.exists(executable)) {
            Files.copy(RedisLauncher.unpack(Files.createTempDirectory(directory, "bin")), executable);
            if (!executable.toFile().setExecutable(true)) {
                throw new IOException("can't make Redis executable in " + directory);
            }
        }
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port), "--dir", directory.toString()));
        command.addAll(List.of("--appendonly", "yes", "--appendfsync", "no", "--save", ""));
        command.addAll(List.of("--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("redis.log").toFile()))
                .start();
    }
}
