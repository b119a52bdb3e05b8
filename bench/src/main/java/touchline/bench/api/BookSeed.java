package touchline.bench.api;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What the reads of a market in use find in the book: a week of fixtures, 1,000 users with 20,000 sales, and yesterday's ticks. */
final class BookSeed {
    private BookSeed() {}

    static void write(DataSource book) throws SQLException {
        try (Connection connection = book.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, polled_at)
                    SELECT n, 1, 'Home ' || n || ' vs Away ' || n, now() + n * interval '4 hours', 1, 'NS', 'UPCOMING', now()
                    FROM generate_series(1, 40) AS n
                    """);
            statement.execute("""
                    INSERT INTO users (id, name, kind, created_at)
                    SELECT 'user-' || n, 'User ' || n, 'HUMAN', now() FROM generate_series(1, 1000) AS n
                    """);
            statement.execute("""
                    INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, realised, source, at)
                    SELECT -n, 'user-' || 1 + n % 1000, 1 + n % 1000, 'SELL', 1, 1000000, 10000, n % 777 * 1000, 'USER', now()
                    FROM generate_series(1, 20000) AS n
                    """);
            statement.execute("""
                    INSERT INTO price_ticks (instrument_id, seq, price, at)
                    SELECT n, 1, 900000, (extract(epoch FROM now()) * 1000)::bigint - 108000000 FROM generate_series(1, 1000) AS n
                    """);
            statement.execute("ANALYZE");
        }
    }
}
