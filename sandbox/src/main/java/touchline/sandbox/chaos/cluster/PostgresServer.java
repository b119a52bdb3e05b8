package touchline.sandbox.chaos.cluster;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import touchline.stores.PostgresProcess;
import touchline.stores.clock.ServerClock;
import touchline.stores.junit.FaultProxy;

/** A Postgres, primary or standby, that its clients reach through a proxy. */
public final class PostgresServer implements Supervisor.Supervised {
    static final String USER = PostgresProcess.USER;

    private final PostgresProcess process;
    private final FaultProxy proxy;
    private final SmallDisk disk;
    private final ServerClock clock;
    private final String name;
    private boolean shouldRun = true;

    PostgresServer(String name, PostgresProcess process, SmallDisk disk, ServerClock clock) {
        this.name = name;
        this.process = process;
        this.disk = disk;
        this.clock = clock;
        this.proxy = FaultProxy.to("127.0.0.1", process.port());
    }

    @Override
    public String name() {
        return name;
    }

    /** Postgres ends by itself if it can't write its log. */
    @Override
    public synchronized boolean startIfEnded() throws IOException, InterruptedException {
        if (!shouldRun || process.isAlive()) {
            return false;
        }
        process.startAgain();
        return true;
    }

    /** Ends all its processes with SIGKILL. */
    public synchronized void kill() throws IOException, InterruptedException {
        shouldRun = false;
        process.kill();
    }

    /** Starts it again and waits until it serves. */
    public synchronized void startAgain() throws IOException, InterruptedException {
        shouldRun = true;
        process.startAgain();
    }

    /** Suspends all its processes. Its connections stay open. */
    public void freeze() throws IOException, InterruptedException {
        signalAll("STOP");
        signalAll("STOP"); // those that the first of them had started meanwhile
    }

    /** Continues all its processes after {@link #freeze}. */
    public void thaw() throws IOException, InterruptedException {
        signalAll("CONT");
    }

    private void signalAll(String signal) throws IOException, InterruptedException {
        for (ProcessHandle each : process.processes()) {
            try {
                Signals.send(signal, each.pid());
            } catch (IOException refused) {
                if (each.isAlive()) { // the process of a connection ends with it
                    throw refused;
                }
            }
        }
    }

    /** Makes it a standby of a running primary. */
    synchronized void follow(PostgresServer primary) throws IOException, InterruptedException {
        process.rejoin(primary.process);
        shouldRun = true;
    }

    public ServerClock clock() {
        return clock;
    }

    public SmallDisk disk() {
        return disk;
    }

    public FaultProxy proxy() {
        return proxy;
    }

    /** A connection of the superuser around the proxy. */
    public Connection connect() throws SQLException {
        return process.connect();
    }

    /** The same, to another database. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(process.url(database), USER, "");
    }

    PostgresProcess process() {
        return process;
    }

    /** A JDBC URL around the proxy. */
    String directUrl() {
        return process.url("postgres") + "?connectTimeout=2&socketTimeout=60";
    }

    /** The first column of the first row; empty if there is none. */
    String text(String sql) throws SQLException {
        try (Connection connection = process.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }
}
