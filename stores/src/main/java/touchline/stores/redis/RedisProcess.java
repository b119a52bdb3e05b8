package touchline.stores.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import touchline.stores.RedisLauncher;
import touchline.stores.clock.ServerClock;

/** A Redis that a test may kill, freeze, restart and make a replica. */
public final class RedisProcess implements AutoCloseable {
    private final Path directory;
    private final List<String> options;
    private final Map<String, String> environment;
    private final int port;
    private Process process;

    private RedisProcess(
            Path directory, List<String> options, Map<String, String> environment, int port, Process process) {
        this.directory = directory;
        this.options = options;
        this.environment = environment;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts one on an empty directory; acknowledged writes survive a kill.
     *
     * @param options for its command line, after those that it has anyway, such as {@code --requirepass secret}
     */
    public static RedisProcess start(Path directory, String... options) throws IOException, InterruptedException {
        return start(directory, Map.of(), options);
    }

    /** The same, going by a clock that can be set. */
    public static RedisProcess start(Path directory, ServerClock clock, String... options)
            throws IOException, InterruptedException {
        return start(directory, clock.environment(), options);
    }

    private static RedisProcess start(Path directory, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        List<String> all = List.of(options);
        RedisLauncher.LaunchedRedis started =
                RedisLauncher.launch(port -> launch(directory, all, environment, port), directory.resolve("redis.log"));
        return new RedisProcess(directory, all, environment, started.port(), started.process());
    }

    public int port() {
        return port;
    }

    /** {@code redis://host:port}, with the password that the options set. */
    public String url() {
        String password = password();
        return "redis://" + (password == null ? "" : ":" + password + "@") + "127.0.0.1:" + port;
    }

    /** A connection to it, logged in. */
    public Jedis connect() {
        Jedis connection = new Jedis("127.0.0.1", port, 5_000);
        String password = password();
        if (password != null) {
            connection.auth(password);
        }
        return connection;
    }

    private @Nullable String password() {
        int option = options.indexOf("--requirepass");
        return option < 0 ? null : options.get(option + 1);
    }

    /** Stops it without ending it, as SIGSTOP does: its connections stay open, and nothing is answered. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets it go on after {@link #freeze}. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        String pid = Long.toString(process.pid());
        if (new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor() != 0) {
            throw new IOException("kill -" + name + " " + pid + " failed");
        }
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again on its data, after {@link #kill}. */
    public void startAgain() throws IOException, InterruptedException {
        process = launch(directory, options, environment, port);
        if (!RedisLauncher.answers(process, port)) {
            throw new IOException("Redis does not start again; its log is in " + directory);
        }
    }

    @Override
    public void close() {
        RedisLauncher.kill(process);
    }

    private static Process launch(Path directory, List<String> options, Map<String, String> environment, int port)
            throws IOException {
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
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("redis.log").toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
