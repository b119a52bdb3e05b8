package touchline.stores.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import touchline.stores.RedisLauncher;

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
            Path executable = RedisLauncher.unpack(folder);
            Path log = folder.resolve("redis.log");
            RedisLauncher.LaunchedRedis started = RedisLauncher.launch(
                    port -> {
                        Path settings =
                                Files.writeString(folder.resolve("redis.conf"), "bind 127.0.0.1\nport " + port + "\n");
                        List<String> command = new ArrayList<>(List.of(executable.toString(), settings.toString()));
                        command.addAll(List.of(options));
                        Process process = new ProcessBuilder(command)
                                .directory(folder.toFile())
                                .redirectErrorStream(true)
                                .redirectOutput(log.toFile())
                                .start();
                        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
                        return process;
                    },
                    log);
            return new BareRedis(started.process(), started.port());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Redis was starting in " + folder, interrupted);
        } catch (IOException failure) {
            throw new UncheckedIOException(new IOException("Redis does not start in " + folder, failure));
        }
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
        RedisLauncher.kill(process);
    }
}
