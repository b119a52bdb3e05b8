package touchline.api.quote;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.matchfeed.MatchPhase;

/** Reads when the players of each match trade in play. Thread-safe. */
final class FixtureCalendarQuery {
    private static final int MOST = 500;

    private final Jdbi jdbi;

    FixtureCalendarQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A match.
     *
     * @param overSince when the feed showed its end; null before
     * @param settledAt null before its settlement
     */
    record CalendarFixture(
            long id,
            String name,
            Instant kickOff,
            MatchPhase phase,
            @Nullable Instant overSince,
            @Nullable Instant settledAt) {}

    /** Those of the last two days and the next seven, and those that are played or not settled, by kick-off; 500 at most. */
    List<CalendarFixture> read() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, name, kick_off, phase, over_since, settled_at FROM fixtures
                        WHERE kick_off BETWEEN now() - interval '2 days' AND now() + interval '7 days'
                           OR (settled_at IS NULL AND went_live AND phase <> 'VOID' AND kick_off < now())
                        ORDER BY kick_off, id LIMIT :most
                        """)
                .bind("most", MOST)
                .map((row, context) -> fixture(row))
                .list());
    }

    private static CalendarFixture fixture(ResultSet row) throws SQLException {
        return new CalendarFixture(
                row.getLong("id"),
                row.getString("name"),
                row.getTimestamp("kick_off").toInstant(),
                MatchPhase.valueOf(row.getString("phase")),
                instant(row.getTimestamp("over_since")),
                instant(row.getTimestamp("settled_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
