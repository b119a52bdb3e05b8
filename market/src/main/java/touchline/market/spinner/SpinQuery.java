package touchline.market.spinner;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.leaderboard.Week;
import touchline.market.wallet.UserId;

/** Draws, to be looked at. Tells no seed before its week is drawn. Thread-safe. */
public final class SpinQuery {
    private final Jdbi jdbi;

    public SpinQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A week's draw; empty where not even a hash is published. */
    public Optional<Spin> find(Week week) {
        // The seed comes from the draw's own row, which is there only once it is drawn.
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT coalesce(d.seed_hash, s.seed_hash) AS seed_hash, s.made_at,
                               d.seed, d.candidates, d.winner, u.name AS winner_name, d.drawn_at
                        FROM (SELECT CAST(:week AS text) AS week) AS w
                             LEFT JOIN spin_seeds s USING (week) LEFT JOIN weekly_spins d USING (week) LEFT JOIN users u ON u.id = d.winner
                        WHERE s.week IS NOT NULL OR d.week IS NOT NULL
                        """)
                .bind("week", week.toString())
                .map((rs, ctx) ->
                        new Spin(week, rs.getString("seed_hash"), instant(rs.getTimestamp("made_at")), result(rs)))
                .findOne());
    }

    private static Spin.@Nullable Result result(ResultSet rs) throws SQLException {
        Instant drawnAt = instant(rs.getTimestamp("drawn_at"));
        if (drawnAt == null) {
            return null;
        }
        String winner = rs.getString("winner");
        return new Spin.Result(
                rs.getString("seed"),
                Arrays.stream((String[]) rs.getArray("candidates").getArray())
                        .map(UserId::of)
                        .toList(),
                winner == null ? null : UserId.of(winner),
                rs.getString("winner_name"),
                drawnAt);
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
