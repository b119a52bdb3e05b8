package touchline.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Redis from Maven artifacts, its append-only file under one directory. */
final class LocalRedis {
    private final Process process;
    private final int port;

    private LocalRedis(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Ends the servers that an earlier process left in the directory, then starts on its data. */
    static LocalRedis start(Path directory, Durability durability) throws IOException, InterruptedException {
        Path data = Files.createDirectories(directory.resolve("data"));
        endPrevious(directory);
        Path binaries = binaries(directory);
        Path executable = RedisLauncher.unpack(binaries);
        Path log = directory.resolve("redis.log");
        RedisLauncher.LaunchedRedis started = RedisLauncher.launch(
                port -> {
                    Path settings = Files.writeString(
                            directory.resolve("redis.conf"), settings(directory.toAbsolutePath(), port, durability));
                    return new ProcessBuilder(command(executable, settings))
                            .directory(data.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
                },
                log);
        return new LocalRedis(started.process(), started.port());
    }

    /** The directory for the program: below the data, unless no program may be run there. */
    private static Path binaries(Path directory) throws IOException, InterruptedException {
        Path own = directory.resolve("bin");
        LocalPostgres.deleteRecursively(own);
        Path unpacked = ProgramDirectory.firstOf(
                List.of(own, temporary().resolve("touchline-redis"), home().resolve("touchline-redis")));
        return unpacked.equals(own) ? own : Files.createTempDirectory(unpacked, "bin");
    }

    static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    static Path home() {
        return Path.of(System.getProperty("user.home"), ".cache");
    }

    static void endPrevious(Path directory) throws IOException, InterruptedException {
        ServerProcesses previous =
                new ServerProcesses("redis-server", directory.resolve("data"), directory.resolve("redis.pid"));
        boolean ended = previous.alive().isEmpty()
                || previous.end("TERM", Duration.ofSeconds(15))
                || previous.kill(Duration.ofSeconds(5));
        if (!ended) {
            throw new IOException("An earlier Redis in this directory doesn't end: " + previous.alive());
        }
    }

    /** In its own session if possible, so that Ctrl-C reaches only the node, which then ends Redis. */
    private static List<String> command(Path executable, Path settings) {
        Path newSession = Path.of("/usr/bin/setsid");
        return Files.isExecutable(newSession)
                ? List.of(newSession.toString(), executable.toString(), settings.toString())
                : List.of(executable.toString(), settings.toString());
    }

    private static String settings(Path directory, int port, Durability durability) {
        return """
                bind 127.0.0.1
                port %d
                dir %s
                pidfile %s
                daemonize no
                appendonly yes
                appendfsync %s
                save ""
                maxmemory-policy noeviction
                """.formatted(
                        port,
                        quoted(directory.resolve("data")),
                        quoted(directory.resolve("redis.pid")),
                        durability == Durability.KEPT ? "always" : "no");
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
    }
}
