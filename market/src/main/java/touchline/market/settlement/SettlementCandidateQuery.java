package touchline.market.settlement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchPhase;

/** What decides whether a fixture may be settled. Thread-safe. */
final class SettlementCandidateQuery {
    private final Jdbi jdbi;

    SettlementCandidateQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A fixture.
     *
     * @param begun its settlement; null before it has begun
     * @param isForced whether an admin has forced a settlement of the kind that was asked for
     */
    record Candidate(
            String name, MatchState match, @Nullable BegunSettlement begun, boolean isForced) {}

    /**
     * A match as the feed last sent it.
     *
     * @param overSince since when every poll has shown it over; null if the last one did not
     */
    record MatchState(
            String state,
            MatchPhase phase,
            @Nullable String minute,
            boolean wentLive,
            @Nullable Instant overSince,
            Instant polledAt) {}

    /** A settlement that has begun, and the step to do next. */
    record BegunSettlement(
            SettlementKind kind,
            SettlementStep step,
            @Nullable Instant settledAt) {}

    Optional<Candidate> find(FixtureId fixture, SettlementKind kind) {
        return jdbi.withHandle(handle -> handle.createQuery("""
            SELECT f.name, f.state, f.phase, f.minute, f.went_live, f.over_since, f.polled_at,
                   s.step, s.kind, s.settled_at,
                   EXISTS (SELECT 1 FROM fixture_settlement_overrides o
                           WHERE o.fixture_id = f.id AND o.kind = :kind
                             AND (s.step IS NOT NULL OR o.granted_at > clock_timestamp() - interval '15 minutes')) AS forced
            FROM fixtures f LEFT JOIN fixture_settlements s ON s.fixture_id = f.id
            WHERE f.id = :fixture
            """)
                .bind("fixture", fixture.value())
                .bind("kind", kind.name())
                .map((row, context) -> candidate(row))
                .findOne());
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        MatchState match = new MatchState(
                row.getString("state"),
                MatchPhase.valueOf(row.getString("phase")),
                row.getString("minute"),
                row.getBoolean("went_live"),
                instant(row.getTimestamp("over_since")),
                row.getTimestamp("polled_at").toInstant());
        String step = row.getString("step");
        BegunSettlement begun = step == null
                ? null
                : new BegunSettlement(
                        SettlementKind.valueOf(row.getString("kind")),
                        SettlementStep.valueOf(step),
                        instant(row.getTimestamp("settled_at")));
        return new Candidate(row.getString("name"), match, begun, row.getBoolean("forced"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
