package touchline.scheduler.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import org.quartz.utils.ConnectionProvider;

/** Stands in Quartz' registry of pools, which its store asks to close one as it ends. Ours is not the store's to close. */
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
