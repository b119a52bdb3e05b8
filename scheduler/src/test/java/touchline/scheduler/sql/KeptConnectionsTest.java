package touchline.scheduler.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class KeptConnectionsTest {

    @Test
    void aConnectionInWhichATransactionHasFailedIsNotKeptAndNoOtherOneEither(TestStores stores) throws Exception {
        KeptConnections connections = new KeptConnections(stores.dataSource());
        Connection failing = connections.lend();
        Connection other = connections.lend();
        assertThat(failing).isNotSameAs(other);
        connections.takeBack(other);
        connections.distrust(failing);
        connections.takeBack(failing);

        assertThat(failing.isClosed()).isTrue();
        assertThat(other.isClosed()).isTrue();
        try (Connection next = connections.lend()) {
            assertThat(backend(next)).isPositive();
        }
    }

    @Test
    void nothingIsKeptAfterTheStop(TestStores stores) throws Exception {
        KeptConnections connections = new KeptConnections(stores.dataSource());
        Connection first = connections.lend();
        Connection second = connections.lend();
        connections.takeBack(first);
        connections.stop();
        connections.takeBack(second);
        assertThat(first.isClosed()).isTrue();
        assertThat(second.isClosed()).isTrue();
    }

    @Test
    void noMoreThanTwoAreKept(TestStores stores) throws Exception {
        KeptConnections connections = new KeptConnections(stores.dataSource());
        Connection first = connections.lend();
        Connection second = connections.lend();
        Connection third = connections.lend();
        connections.takeBack(first);
        connections.takeBack(second);
        connections.takeBack(third);
        assertThat(third.isClosed()).isTrue();
        connections.stop();
    }

    private static int backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
