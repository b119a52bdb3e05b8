package touchline.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A port that another process takes after it was found free. */
@Timeout(300)
final class TakenPortTest {
    @Test
    void postgresStartsAtAnotherPortThanOneThatIsTaken(@TempDir Path parent) throws Exception {
        LocalPostgres other = LocalPostgres.start(parent.resolve("other"), Durability.THROWAWAY);
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Queue<Integer> taken = new ArrayDeque<>(List.of(silent.getLocalPort(), port(other)));

            LocalPostgres own = LocalPostgres.start(
                    parent.resolve("own"),
                    Durability.THROWAWAY,
                    () -> taken.isEmpty() ? FreePort.find() : taken.remove());
            try {
                assertThat(taken).isEmpty();
                assertThat(dataDirectory(own)).endsWith("own/data");
                assertThat(dataDirectory(other)).endsWith("other/data");
            } finally {
                own.stop();
            }
        } finally {
            other.stop();
        }
    }

    @Test
    void itGivesUpAfterAFewPortsAndLeavesNothingRunning(@TempDir Path parent) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalPostgres.start(parent, Durability.THROWAWAY, silent::getLocalPort))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("its log is in");
        }
        LocalPostgres later = LocalPostgres.start(parent, Durability.THROWAWAY);
        later.stop();
    }

    private static int port(LocalPostgres postgres) {
        return Integer.parseInt(postgres.url().replaceAll(".*:([0-9]+)/.*", "$1"));
    }

    private static String dataDirectory(LocalPostgres postgres) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url(), LocalPostgres.USER, "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
