package touchline.stores;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Postgres, primary or streaming standby, that a test or a chaos run may kill, promote and attach again. It keeps its port. Acknowledged writes survive a kill,
 * but not a power failure. Not thread-safe.
 */
public final class PostgresProcess implements AutoCloseable {
    /** The superuser. It has no password. */
    public static final String USER = LocalPostgres.USER;

    private static final Duration START = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 5;

    /** The same on primary and standby, which may change places. */
    private static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "max_connections", "200",
            "shared_buffers", "32MB",
            "fsync", "off",
            "wal_keep_size", "512MB",
            "wal_receiver_timeout", "5s",
            "wal_retrieve_retry_interval", "200ms",
            "timezone", "UTC",
            "log_min_messages", "warning");

    private final Path directory;
    private final Path executable;
    private final Map<String, String> environment;
    private final ServerProcesses processes;
    private int port;
    private Process process;

    private PostgresProcess(Path directory, Path executable, Map<String, String> environment)
            throws IOException, InterruptedException {
        this.directory = directory;
        this.executable = executable;
        this.environment = environment;
        this.processes = processes(directory);
        this.process = launchAnywhere();
    }

    /** Starts a primary on the data below the directory, or on a new and empty database cluster. */
    public static PostgresProcess start(Path directory) throws IOException, InterruptedException {
        return start(directory, Map.of());
    }

    /**
     * Starts a primary as {@link #start(Path)} does.
     *
     * @param environment more environment variables, such as those of a {@link touchline.stores.clock.ServerClock}
     */
    public static PostgresProcess start(Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path own = Files.createDirectories(directory).toRealPath();
        LocalPostgres initial =
                LocalPostgres.start(own, Durability.KEPT); // unpacks the programs, and initialises the data
        Path executable = Path.of(processes(own)
                .main()
                .flatMap(server -> server.info().command())
                .orElseThrow(() -> new IOException("Postgres has ended; its log is in " + own)));
        initial.stop();
        return new PostgresProcess(own, executable, environment);
    }

    /** Starts a streaming standby of a running primary in an empty directory. It answers reads. */
    public static PostgresProcess standbyOf(PostgresProcess primary, Path directory)
            throws IOException, InterruptedException {
        return standbyOf(primary, directory, Map.of());
    }

    /**
     * Starts a standby as {@link #standbyOf(PostgresProcess, Path)} does.
     *
     * @param environment more environment variables
     */
    public static PostgresProcess standbyOf(PostgresProcess primary, Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path own = Files.createDirectories(directory).toRealPath();
        BaseBackup.copy(primary, data(own));
        return new PostgresProcess(own, primary.executable, environment);
    }

    public int port() {
        return port;
    }

    /** {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The JDBC URL of a database. */
    public String url(String database) {
        return "jdbc:postgresql://" + address() + "/" + database;
    }

    /** A connection of the superuser to the database {@code postgres}. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url("postgres") + "?socketTimeout=60", USER, "");
    }

    /** The process id of the server, to suspend it for example. Its children are processes of their own. */
    public long pid() {
        return process.pid();
    }

    /** Whether any of its processes is alive. While the server runs, which is mostly, this looks at no other process. */
    public boolean isAlive() {
        return process.isAlive() || !processes.alive().isEmpty();
    }

    /** All its processes, to suspend them for example. */
    public List<ProcessHandle> processes() {
        return processes.alive();
    }

    /** Ends all its processes as {@code kill -9} does. */
    public void kill() throws IOException, InterruptedException {
        if (!processes.kill(START)) {
            throw new IOException("Postgres doesn't end: " + processes.alive());
        }
        process.waitFor();
    }

    /** An immediate shutdown: connections are cut, and the next start recovers from the log. */
    public void stopImmediately() throws IOException, InterruptedException {
        end("QUIT");
    }

    /** A fast shutdown: each connection is ended with SQLSTATE 57P01, and a connected standby receives everything first. */
    public void stopFast() throws IOException, InterruptedException {
        end("INT");
    }

    /** Starts it again on its data, at its port. */
    public void startAgain() throws IOException, InterruptedException {
        process = launch(port);
        if (!awaitReady()) {
            throw new IOException("Postgres does not start again; its log is in " + directory);
        }
    }

    /** Makes a standby a primary, and returns when it accepts writes. It first applies what it has received. */
    public void promote() throws SQLException {
        execute("SELECT pg_promote(true, 60)");
    }

    /** Cuts a standby from its primary: it misses what is written from now on. {@link #promote} then loses that tail. */
    public void detach() throws SQLException {
        execute("ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()");
        BaseBackup.awaitTrue(this, "SELECT NOT EXISTS (SELECT FROM pg_stat_wal_receiver)");
    }

    /** Returns when a standby has applied everything that the primary has written so far. */
    public void awaitCatchUpWith(PostgresProcess primary) throws SQLException {
        String end = BaseBackup.text(primary, "SELECT pg_current_wal_flush_lsn()");
        BaseBackup.awaitTrue(this, "SELECT pg_last_wal_replay_lsn() >= '" + end + "'");
    }

    /** Makes a former primary, or a detached standby, a standby of another server: its data are replaced. It may run or not. */
    public void rejoin(PostgresProcess primary) throws IOException, InterruptedException {
        kill();
        LocalPostgres.deleteRecursively(data(directory));
        BaseBackup.copy(primary, data(directory));
        startAgain();
    }

    /** Ends it. The data stay. */
    @Override
    public void close() throws IOException {
        try {
            end("INT");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Path data() {
        return data(directory);
    }

    private static Path data(Path directory) {
        return directory.resolve("data");
    }

    private static ServerProcesses processes(Path directory) {
        return new ServerProcesses("postgres", data(directory), data(directory).resolve("postmaster.pid"));
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private void end(String signal) throws IOException, InterruptedException {
        boolean ended = processes.alive().isEmpty()
                || processes.end(signal, Duration.ofSeconds(30))
                || processes.kill(Duration.ofSeconds(30));
        if (!ended) {
            throw new IOException("Postgres doesn't end: " + processes.alive());
        }
        process.waitFor();
    }

    private Process launchAnywhere() throws IOException, InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            port = FreePort.find();
            process = launch(port);
            if (awaitReady()) {
                return process;
            }
            process.destroyForcibly();
        }
        throw new IOException("Postgres does not start; its log is in " + directory);
    }

    private Process launch(int at) throws IOException {
        Files.deleteIfExists(data(directory).resolve("postmaster.pid")); // nothing of it is alive
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U")); // root may not run Postgres
        }
        command.addAll(List.of(executable.toString(), "-D", data(directory).toString(), "-p", Integer.toString(at)));
        SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        Path log = directory.resolve("postgres.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Waits until it accepts connections; false if it ends, or takes longer than a minute. */
    private boolean awaitReady() throws IOException, InterruptedException {
        Path state = data(directory).resolve("postmaster.pid");
        long deadline = System.nanoTime() + START.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                List<String> lines = Files.readAllLines(state);
                String status = lines.size() < 8 ? "" : lines.get(7).strip();
                if (status.equals("ready") || status.equals("standby")) {
                    return true;
                }
            } catch (NoSuchFileException notYet) {
                // It has not taken its data yet.
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return false;
    }
}
