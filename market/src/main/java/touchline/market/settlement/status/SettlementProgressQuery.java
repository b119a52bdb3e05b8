package touchline.market.settlement.status;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.matchfeed.FixtureId;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementStep;

/** The progress of settlements, step by step, for operators. Thread-safe. */
public final class SettlementProgressQuery {
    private final Jdbi jdbi;

    public SettlementProgressQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A settlement.
     *
     * @param name the fixture's
     * @param step the one to do next
     * @param attempts how often it was tried
     * @param steps those that were begun, in their order
     */
    public record Course(
            FixtureId fixture,
            String name,
            SettlementKind kind,
            SettlementStep step,
            int attempts,
            @Nullable String lastError,
            Instant requestedAt,
            @Nullable Instant settledAt,
            List<Step> steps) {}

    /**
     * A step of it.
     *
     * @param affected instruments, positions or holdings that it changed
     * @param finishedAt null while it has not ended
     */
    public record Step(
            SettlementStep step,
            int attempts,
            long affected,
            Instant beganAt,
            @Nullable Instant finishedAt) {}

    /**
     * The latest first.
     *
     * @param isOpen only those that are not done
     */
    public List<Course> latest(boolean isOpen, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT s.*, coalesce(f.name, s.fixture_id::text) AS name
                        FROM fixture_settlements s LEFT JOIN fixtures f ON f.id = s.fixture_id
                        WHERE NOT :open OR s.step <> 'DONE'
                        ORDER BY s.requested_at DESC, s.fixture_id LIMIT :most
                        """)
                .bind("open", isOpen)
                .bind("most", most)
                .map((row, context) -> course(handle, row))
                .list());
    }

    public Optional<Course> find(FixtureId fixture) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT s.*, coalesce(f.name, s.fixture_id::text) AS name
                        FROM fixture_settlements s LEFT JOIN fixtures f ON f.id = s.fixture_id
                        WHERE s.fixture_id = :fixture
                        """)
                .bind("fixture", fixture.value())
                .map((row, context) -> course(handle, row))
                .findOne());
    }

    private static Course course(Handle handle, ResultSet row) throws SQLException {
        FixtureId fixture = FixtureId.of(row.getLong("fixture_id"));
        return new Course(
                fixture,
                row.getString("name"),
                SettlementKind.valueOf(row.getString("kind")),
                SettlementStep.valueOf(row.getString("step")),
                row.getInt("attempts"),
                row.getString("last_error"),
                row.getTimestamp("requested_at").toInstant(),
                instant(row.getTimestamp("settled_at")),
                steps(handle, fixture));
    }

    private static List<Step> steps(Handle handle, FixtureId fixture) {
        return handle.createQuery("""
                        SELECT * FROM fixture_settlement_steps WHERE fixture_id = :fixture
                        ORDER BY array_position('{FREEZE,REPLAY,SELL_SPOT,CLOSE_CFDS,THAW}'::text[], step)
                        """)
                .bind("fixture", fixture.value())
                .map((row, context) -> new Step(
                        SettlementStep.valueOf(row.getString("step")),
                        row.getInt("attempts"),
                        row.getLong("affected"),
                        row.getTimestamp("began_at").toInstant(),
                        instant(row.getTimestamp("finished_at"))))
                .list();
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
