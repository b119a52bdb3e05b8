package touchline.bench.jobs;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.tomcat.jdbc.pool.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import touchline.stores.Stores;

/** A contender's database on the shared server. */
record BenchDatabase(String url, String user, String password) {
    private static final int CONNECTIONS = 60;

    public static BenchDatabase of(Stores stores) {
        return new BenchDatabase(stores.databaseUrl(), stores.databaseUser(), stores.databasePassword());
    }

    /** Creates an empty one on the same server. */
    public BenchDatabase create(String name) throws SQLException {
        execute("CREATE DATABASE " + name);
        return new BenchDatabase(url.replaceFirst("/[^/]*$", "/" + name), user, password);
    }

    public void drop(String name) throws SQLException {
        execute("DROP DATABASE " + name + " WITH (FORCE)");
    }

    /** The same pool for each contender. */
    public DataSource pool() {
        PoolProperties pool = new PoolProperties();
        pool.setDriverClassName("org.postgresql.Driver");
        pool.setUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setInitialSize(10);
        pool.setMinIdle(10);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxActive(CONNECTIONS);
        pool.setJdbcInterceptors("ConnectionState");
        return new DataSource(pool);
    }

    /** The number of transactions committed by ended sessions. */
    public long commits() throws SQLException {
        return Long.parseLong(text("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"));
    }

    public String text(String sql) throws SQLException {
        DataSource once = pool();
        try (Connection connection = once.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        } finally {
            once.close();
        }
    }

    private void execute(String sql) throws SQLException {
        DataSource once = pool();
        try (Connection connection = once.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } finally {
            once.close();
        }
    }
}
