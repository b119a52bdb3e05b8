package touchline.market.outbox.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class CopyRowsTest {
    private Connection connection;

    @BeforeEach
    void open(TestStores stores) throws SQLException {
        connection = stores.dataSource().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE copied (id bigint, part int, name text, at timestamptz,"
                    + " note text DEFAULT 'none')");
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void valuesOfEachTypeArriveAsTheyWere() throws SQLException {
        CopyRows rows = rows();
        rows.row().bigint(Long.MIN_VALUE).integer(-1).text("Curaçao 😀").time(1_780_000_000_123L);
        rows.row().bigint((Long) null).integer(0).text(null).time(-1);

        rows.copy(connection);

        assertThat(select("id::text || part || name || extract(epoch FROM at)::text || note", "id IS NOT NULL"))
                .isEqualTo(Long.MIN_VALUE + "-1Curaçao 😀1780000000.123000none");
        assertThat(select("(name IS NULL)::text || (at = '1969-12-31 23:59:59.999Z')", "id IS NULL"))
                .isEqualTo("truetrue");
    }

    @Test
    void itGrowsWithItsRows() throws SQLException {
        CopyRows rows = rows();
        String name = "x".repeat(1_000);
        for (int n = 0; n < 1_000; n++) {
            rows.row().bigint(n).integer(n).text(name).time(n);
        }

        rows.copy(connection);

        assertThat(select("count(*)::text || min(length(name)) || max(id)", "true"))
                .isEqualTo("10001000999");
    }

    @Test
    void noRowsAskNothingOfPostgres() throws SQLException {
        connection.close();

        rows().copy(connection);
    }

    @Test
    void aTimeThatPostgresDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> rows().time(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    }

    private static CopyRows rows() {
        return new CopyRows("copied", "id, part, name, at");
    }

    private String select(String what, String which) {
        return Jdbi.create(connection)
                .withHandle(handle -> handle.createQuery("SELECT " + what + " FROM copied WHERE " + which)
                        .mapTo(String.class)
                        .one());
    }
}
