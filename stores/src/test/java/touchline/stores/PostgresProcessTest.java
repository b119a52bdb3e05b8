package touchline.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
final class PostgresProcessTest {
    @Test
    void aStandbyIsPromotedWithoutTheTailThatItMissedAndTheFormerPrimaryJoinsIt(@TempDir Path parent) throws Exception {
        try (PostgresProcess one = PostgresProcess.start(parent.resolve("one"))) {
            execute(one, "CREATE TABLE kept (n int)");
            try (PostgresProcess other = PostgresProcess.standbyOf(one, parent.resolve("other"))) {
                execute(one, "INSERT INTO kept VALUES (1)");
                other.awaitCatchUpWith(one);
                assertThat(BaseBackup.text(other, "SELECT pg_is_in_recovery() AND count(*) = 1 FROM kept"))
                        .isEqualTo("t");

                other.detach();
                execute(one, "INSERT INTO kept VALUES (2)");
                one.kill();
                other.promote();
                execute(other, "INSERT INTO kept VALUES (3)");
                assertThat(numbers(other)).isEqualTo("1,3");

                int port = one.port();
                one.rejoin(other);
                one.awaitCatchUpWith(other);
                assertThat(one.port()).isEqualTo(port);
                assertThat(numbers(one)).isEqualTo("1,3");

                other.stopFast();
                one.promote();
                execute(one, "INSERT INTO kept VALUES (4)");
                assertThat(numbers(one)).isEqualTo("1,3,4");
            }
        }
    }

    private static String numbers(PostgresProcess server) throws SQLException {
        return BaseBackup.text(server, "SELECT string_agg(n::text, ',' ORDER BY n) FROM kept");
    }

    private static void execute(PostgresProcess server, String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
