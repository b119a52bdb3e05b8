package touchline.scheduler.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import org.quartz.utils.ConnectionProvider;

/** Registered with Quartz because its store closes its pool when it shuts down. The platform's pool stays open. */
final class NoOpConnectionProvider implements ConnectionProvider {
    @Override
    public Connection getConnection() throws SQLException {
        throw new SQLException("the store has its connections from its own pool");
    }

    @Override
    public void initialize() {}

    @Override
    public void shutdown() {}
}
