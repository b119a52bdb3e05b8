package touchline.stores;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Postgres from Maven artifacts, its data under one directory. */
final class LocalPostgres {
    static final String USER = "postgres";

    /**
     * For a machine that also runs everything else. The first three override the library's defaults ({@code -F}, no synchronous
     * commit), which lose acknowledged writes.
     */
    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "listen_addresses", "127.0.0.1",
            "max_connections", "200",
            "shared_buffers", "96MB",
            "max_wal_size", "512MB",
            "wal_compression", "on",
            "timezone", "UTC",
            "log_min_messages", "warning");

    private static final Map<String, String> THROWAWAY_SETTINGS = Map.ofEntries(
            Map.entry("fsync", "off"),
            Map.entry("synchronous_commit", "off"),
            Map.entry("full_page_writes", "off"),
            Map.entry("wal_level", "minimal"),
            Map.entry("max_wal_senders", "0"),
            Map.entry("wal_compression", "off"),
            Map.entry("shared_buffers", "32MB"),
            Map.entry("checkpoint_timeout", "1h"),
            Map.entry("max_wal_size", "64MB"),
            Map.entry("min_wal_size", "32MB"),
            // Hundreds of small databases live for seconds: background work on them would only cost time.
            Map.entry("autovacuum", "off"),
            Map.entry("jit", "off"),
            Map.entry("io_method", "sync"),
            Map.entry("max_logical_replication_workers", "0"),
            Map.entry("timezone", "Pacific/Chatham"));

    /** The library sees neither that the server has ended nor that another one answers at its port, so it does not wait for long. */
    private static final Duration LIBRARY_PATIENCE = Duration.ofSeconds(5);

    /** For a server that is alive: it recovers, or the machine is busy. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int ATTEMPTS = 5;

    private final int port;
    private final ServerProcesses processes;

    private LocalPostgres(int port, ServerProcesses processes) {
        this.port = port;
        this.processes = processes;
    }

    /** Gives the ports to try. */
    @FunctionalInterface
    interface Ports {
        int next() throws IOException;
    }

    /** Ends the servers that an earlier process left in the directory, then starts on its data. */
    static LocalPostgres start(Path directory, Durability durability) throws IOException, InterruptedException {
        return start(directory, durability, FreePort::find);
    }

    /** The same at given ports: at the next one if another process has taken one meanwhile. */
    static LocalPostgres start(Path directory, Durability durability, Ports ports)
            throws IOException, InterruptedException {
        IOException failure = new IOException("Postgres does not start; its log is in " + directory);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            int port = ports.next();
            boolean isReady = false;
            try {
                isReady = startAt(port, directory, durability, failure);
            } finally {
                if (!isReady) {
                    end(processes(directory)); // interrupted or not: it may be running all the same
                }
            }
            if (isReady) {
                return new LocalPostgres(port, processes(directory));
            }
        }
        throw failure;
    }

    private static boolean startAt(int port, Path directory, Durability durability, IOException failure)
            throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        endPrevious(directory);
        Path complete = directory.resolve("initialised");
        if (!Files.exists(complete)) {
            // A process killed during initdb leaves an incomplete cluster that looks complete to a later start.
            deleteRecursively(data);
        }
        Files.createDirectories(directory);
        Files.deleteIfExists(
                data.resolve("epg-lock")); // the library's, kept by an attempt that failed; DirectoryLock is ours
        try {
            launch(port, directory, ShellSafePath.of(directory).resolve("data"), durability);
        } catch (IOException | IllegalStateException gaveUp) {
            failure.addSuppressed(gaveUp);
        }
        if (!awaitReady(port, processes(directory), data.resolve("postmaster.pid"))) {
            return false;
        }
        if (!Files.exists(complete)) {
            Files.createFile(complete);
        }
        return true;
    }

    /** Waits for as long as the server is alive and not ready; false if it has ended. */
    private static boolean awaitReady(int port, ServerProcesses processes, Path state)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!processes.alive().isEmpty() && System.nanoTime() < deadline) {
            List<String> lines = Files.exists(state) ? Files.readAllLines(state) : List.of();
            if (lines.size() >= 8
                    && lines.get(3).strip().equals(Integer.toString(port))
                    && lines.get(7).strip().equals("ready")) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return false;
    }

    static void endPrevious(Path directory) throws IOException, InterruptedException {
        end(processes(directory));
        // Postgres would take a zombie, or another process with the same id, for a living owner, and refuse to start.
        Files.deleteIfExists(directory.resolve("data").resolve("postmaster.pid"));
    }

    private static ServerProcesses processes(Path directory) {
        Path data = directory.resolve("data");
        return new ServerProcesses("postgres", data, data.resolve("postmaster.pid"));
    }

    private static void launch(int port, Path directory, Path data, Durability durability)
            throws IOException, InterruptedException {
        Path programs = ProgramDirectory.firstOf(List.of(
                LocalRedis.temporary().resolve("embedded-pg"), LocalRedis.home().resolve("embedded-pg")));
        ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(
                directory.resolve("postgres.log").toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(programs.toFile())
                .setRegisterShutdownHook(false)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setPort(port)
                .setPGStartupWait(LIBRARY_PATIENCE)
                .setConnectConfig("socketTimeout", "5") // of a process that took the port, and says nothing
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF8");
        SETTINGS.forEach(builder::setServerConfig);
        if (durability == Durability.THROWAWAY) {
            THROWAWAY_SETTINGS.forEach(builder::setServerConfig);
        }
        builder.start(); // not to be closed: that waits for five seconds only
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    void stop() throws IOException, InterruptedException {
        end(processes);
    }

    /** Fast shutdown; if that takes too long, immediate shutdown, from which Postgres recovers by its log. */
    private static void end(ServerProcesses processes) throws IOException, InterruptedException {
        boolean ended = processes.alive().isEmpty()
                || processes.end("INT", Duration.ofSeconds(15))
                || processes.end("QUIT", Duration.ofSeconds(5))
                || processes.kill(Duration.ofSeconds(5));
        if (!ended) {
            throw new IOException("An earlier Postgres in this directory doesn't end: " + processes.alive());
        }
    }

    static void deleteRecursively(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
