package touchline.sandbox.chaos.cluster;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import touchline.stores.PostgresProcess;
import touchline.stores.junit.FaultProxy;

/** A Postgres, primary or standby, that its clients reach through a proxy. */
public final class PostgresServer {
    static final String USER = PostgresProcess.USER;

    private final PostgresProcess process;
    private final FaultProxy proxy;
    private final SmallDisk disk;

    PostgresServer(PostgresProcess process, SmallDisk disk) {
        this.process = process;
        this.disk = disk;
        this.proxy = FaultProxy.to("127.0.0.1", process.port());
    }

    /** Ends all its processes with SIGKILL. */
    public void kill() throws IOException, InterruptedException {
        process.kill();
    }

    /** Starts it again and waits until it serves. */
    public void startAgain() throws IOException, InterruptedException {
        process.startAgain();
    }

    /** Suspends all its processes. Its connections stay open. */
    public void freeze() throws IOException, InterruptedException {
        for (ProcessHandle each : process.processes()) {
            Signals.send("STOP", each.pid());
        }
    }

    /** Continues all its processes after {@link #freeze}. */
    public void thaw() throws IOException, InterruptedException {
        for (ProcessHandle each : process.processes()) {
            Signals.send("CONT", each.pid());
        }
    }

    /** Whether it has ended, as it does without space for its log. */
    public boolean hasEnded() {
        return process.processes().isEmpty();
    }

    public SmallDisk disk() {
        return disk;
    }

    public FaultProxy proxy() {
        return proxy;
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
