package touchline.market.settlement.status;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchPhase;

/** Every match that is not settled and should begin, go on, end or be settled. None is dropped while anything is open or held in it. Thread-safe. */
public final class UnsettledMatchQuery {
    /** Longer than the feed is asked for by id where nothing is expected of a match. */
    private static final Duration UNSEEN = Duration.ofMinutes(15);

    private final Jdbi jdbi;
    private final Duration settleAfter;

    public UnsettledMatchQuery(Jdbi jdbi, Duration settleAfter) {
        this.jdbi = jdbi;
        this.settleAfter = settleAfter;
    }

    /**
     * A match.
     *
     * @param state as the feed names it
     * @param seenAt when the feed last sent it
     * @param settling whether its settlement has begun
     * @param waitsFor in words
     */
    public record UnsettledMatch(
            FixtureId fixture,
            String name,
            Instant kickOff,
            String state,
            Instant seenAt,
            Exposure exposure,
            boolean settling,
            String waitsFor) {}

    /** What is at stake in a match: its instruments, and the positions and holdings in them. */
    public record Exposure(int instruments, int positions, int holdings) {}

    /**
     * By kick-off.
     *
     * @param fixture null for all
     */
    public List<UnsettledMatch> list(@Nullable FixtureId fixture, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT f.*, s.step, s.last_error, clock_timestamp() AS now,
                               (SELECT count(*) FROM instruments i WHERE i.fixture_id = f.id) AS instruments,
                               (SELECT count(*) FROM instruments i JOIN cfd_positions p ON p.instrument_id = i.id
                                WHERE i.fixture_id = f.id AND p.closed_at IS NULL) AS positions,
                               (SELECT count(*) FROM instruments i JOIN spot_holdings h ON h.instrument_id = i.id
                                WHERE i.fixture_id = f.id) AS holdings
                        FROM fixtures f LEFT JOIN fixture_settlements s ON s.fixture_id = f.id
                        WHERE s.step IS DISTINCT FROM 'DONE' AND (:fixture::bigint IS NULL OR f.id = :fixture)
                          AND (f.went_live OR f.phase IN ('LIVE', 'FINISHED')
                               OR EXISTS (SELECT 1 FROM instruments i WHERE i.fixture_id = f.id)
                               OR (f.phase IN ('UPCOMING', 'UNKNOWN') AND f.kick_off <= now() AND f.kick_off > now() - interval '14 days'))
                        ORDER BY f.kick_off, f.id LIMIT :most
                        """)
                .bindByType("fixture", fixture == null ? null : fixture.value(), Long.class)
                .bind("most", most)
                .map((row, context) -> read(row))
                .list());
    }

    private UnsettledMatch read(ResultSet row) throws SQLException {
        return new UnsettledMatch(
                FixtureId.of(row.getLong("id")),
                row.getString("name"),
                row.getTimestamp("kick_off").toInstant(),
                row.getString("state"),
                row.getTimestamp("polled_at").toInstant(),
                new Exposure(row.getInt("instruments"), row.getInt("positions"), row.getInt("holdings")),
                row.getString("step") != null,
                waitsFor(row));
    }

    private String waitsFor(ResultSet row) throws SQLException {
        Instant now = row.getTimestamp("now").toInstant();
        String step = row.getString("step");
        if (step != null) {
            String error = row.getString("last_error");
            return "its settlement, at step " + step + (error == null ? "" : ", which failed: " + error);
        }
        MatchPhase phase = MatchPhase.valueOf(row.getString("phase"));
        Instant seen = row.getTimestamp("polled_at").toInstant();
        Instant kickOff = row.getTimestamp("kick_off").toInstant();
        if (seen.plus(UNSEEN).isBefore(now) && !kickOff.isAfter(now)) {
            return "the feed, which has sent nothing of it since " + seen
                    + ": see whether sportmonks/poll runs; settle it by hand if the feed has dropped it";
        }
        if (phase.isOver()) {
            String doubt = row.getString("doubt");
            return doubt == null
                    ? over(row.getTimestamp("over_since"), now)
                    : "the feed to correct " + doubt + ". If it stays so, void the event, or settle by hand";
        }
        if (phase == MatchPhase.LIVE) {
            return "SUSPENDED".equals(row.getString("state")) || "INTERRUPTED".equals(row.getString("state"))
                    ? "play to go on, or the feed to call it off"
                    : "the final whistle";
        }
        return (kickOff.isAfter(now) ? "its kick-off at " : "its kick-off, which was due at ") + kickOff;
    }

    private String over(@Nullable Timestamp since, Instant now) {
        boolean isDue = since != null && since.toInstant().plus(settleAfter).isBefore(now);
        return isDue
                ? "its settlement, which is due: see whether sportmonks/poll and sportmonks/settle run"
                : "every poll to show it over for " + settleAfter.toSeconds() + " s";
    }
}
