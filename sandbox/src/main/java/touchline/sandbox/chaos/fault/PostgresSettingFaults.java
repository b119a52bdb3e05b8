package touchline.sandbox.chaos.fault;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.StringJoiner;
import touchline.sandbox.chaos.cluster.ChaosCluster;

/** What an operator does to a running Postgres, and corrects seconds later. */
final class PostgresSettingFaults {
    private static final String OTHERS =
            " FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";

    /** A class 40 error of SQL, {@code deadlock_detected}. */
    private static final String DEADLOCK = "40P01";

    private static final int MOST_ATTEMPTS = 20;

    private PostgresSettingFaults() {}

    static void readOnly(ChaosCluster cluster, Random random) throws SQLException, InterruptedException {
        set(cluster, random, "default_transaction_read_only", "on");
    }

    static void endIdleClients(ChaosCluster cluster, Random random) throws SQLException, InterruptedException {
        set(cluster, random, "idle_session_timeout", "'1s'");
    }

    private static void set(ChaosCluster cluster, Random random, String setting, String value)
            throws SQLException, InterruptedException {
        try (Connection operator = cluster.postgres().primary().connect();
                Statement statement = operator.createStatement()) {
            statement.execute("SET idle_session_timeout = 0");
            statement.execute("ALTER SYSTEM SET " + setting + " = " + value);
            statement.execute("SELECT pg_reload_conf()");
            Pause.between(random, 3_000, 9_000);
            statement.execute("ALTER SYSTEM RESET " + setting);
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    /** All sessions are terminated, and no new one is allowed. */
    static void refuseLogin(ChaosCluster cluster, Random random) throws SQLException, InterruptedException {
        try (Connection operator = cluster.postgres().primary().connect("template1");
                Statement statement = operator.createStatement()) {
            statement.execute("ALTER DATABASE postgres ALLOW_CONNECTIONS false");
            statement.execute("SELECT pg_terminate_backend(pid)" + OTHERS);
            Pause.between(random, 2_000, 6_000);
            statement.execute("ALTER DATABASE postgres ALLOW_CONNECTIONS true");
        }
    }

    static void cancelStatements(ChaosCluster cluster, Random random) throws SQLException, InterruptedException {
        repeat(cluster, random, "SELECT pg_cancel_backend(pid)" + OTHERS + " AND state = 'active'", 20);
    }

    static void terminateSessions(ChaosCluster cluster, Random random) throws SQLException, InterruptedException {
        repeat(cluster, random, "SELECT pg_terminate_backend(pid)" + OTHERS, 300);
    }

    private static void repeat(ChaosCluster cluster, Random random, String sql, int pauseMillis)
            throws SQLException, InterruptedException {
        try (Connection operator = cluster.postgres().primary().connect();
                Statement statement = operator.createStatement()) {
            for (int times = (2_000 + random.nextInt(4_000)) / pauseMillis; times > 0; times--) {
                statement.execute(sql);
                Pause.between(random, pauseMillis, pauseMillis);
            }
        }
    }

    /** As {@code VACUUM FULL} does, longer than the lock time-outs of clients. */
    static void lockTables(ChaosCluster cluster, Random random) throws SQLException, InterruptedException {
        try (Connection operator = cluster.postgres().primary().connect();
                Statement statement = operator.createStatement()) {
            StringJoiner tables = new StringJoiner(", ");
            try (ResultSet rows = statement.executeQuery(
                    "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            operator.setAutoCommit(false);
            lock(operator, tables.toString());
            Pause.between(random, 8_000, 13_000);
            operator.rollback();
        }
    }

    /** The lock waits for one table after the other, so Postgres may find a deadlock with clients, and may end this side of it. */
    private static void lock(Connection operator, String tables) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Statement statement = operator.createStatement()) {
                statement.execute("LOCK TABLE " + tables + " IN ACCESS EXCLUSIVE MODE");
                return;
            } catch (SQLException e) {
                operator.rollback();
                if (attempt == MOST_ATTEMPTS || !DEADLOCK.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }
}
