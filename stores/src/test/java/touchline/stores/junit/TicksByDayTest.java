package touchline.stores.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The migration to ticks by day, for a book with ticks. */
@ExtendWith(StoresExtension.class)
final class TicksByDayTest {

    @Test
    void theMigrationKeepsEveryTick(TestStores stores) throws Exception {
        FluentConfiguration older = Flyway.configure()
                .dataSource(stores.dataSource())
                .schemas("older")
                .defaultSchema("older")
                .locations("classpath:touchline/migrations");
        older.target("8").load().migrate();
        try (Connection connection = stores.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path TO older");
            // A year of ticks, up to one that is ten days early, and one of the beginning of time.
            statement.execute("""
                    INSERT INTO price_ticks (instrument_id, seq, price, at)
                    SELECT 1, n, 1000000, (extract(epoch FROM now() + (n - 365) * interval '1 day') * 1000)::bigint
                    FROM generate_series(1, 375) AS n
                    UNION ALL SELECT 2, 1, 1000000, 0
                    """);

            older.target("9").load().migrate();

            assertThat(count(statement, "SELECT count(*) FROM price_ticks")).isEqualTo(376);
            assertThat(count(statement, "SELECT count(*) FROM price_ticks_before"))
                    .isEqualTo(366);
            assertThat(count(statement, "SELECT count(*) FROM price_ticks_other"))
                    .isBetween(1L, 2L);
            statement.execute(
                    "INSERT INTO price_ticks SELECT 3, 1, 1000000, at FROM price_ticks WHERE instrument_id = 1");
            assertThat(count(statement, "SELECT count(*) FROM price_ticks WHERE instrument_id = 3"))
                    .isEqualTo(375);
        }
    }

    private static long count(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
