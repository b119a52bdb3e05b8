package touchline.market.settlement.status;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.matchfeed.FixtureId;
import touchline.market.position.rule.CloseReason;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementStep;

/** What the book says of settlements. Thread-safe. */
public final class SettlementStatusQuery {
    private final Jdbi jdbi;

    public SettlementStatusQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A fixture's settlement.
     *
     * @param step the step to do next
     * @param spotSold holdings it sold
     * @param closed positions of its instruments that closed from kick-off to settlement, by reason
     * @param took from its start to its end; null while it goes on
     */
    public record Status(
            FixtureId fixture,
            SettlementKind kind,
            SettlementStep step,
            int attempts,
            @Nullable String lastError,
            int spotSold,
            Map<CloseReason, Integer> closed,
            @Nullable Instant settledAt,
            @Nullable Duration took) {}

    public List<FixtureId> all() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT fixture_id FROM fixture_settlements ORDER BY requested_at")
                        .map((rs, ctx) -> FixtureId.of(rs.getLong(1)))
                        .list());
    }

    public Optional<Status> find(FixtureId fixture) {
        int sold = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT count(*) FROM orders WHERE fixture_id = :fixture AND source <> 'USER'")
                .bind("fixture", fixture.value())
                .mapTo(Integer.class)
                .one());
        Map<CloseReason, Integer> closed = closed(fixture);
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM fixture_settlements WHERE fixture_id = :fixture")
                .bind("fixture", fixture.value())
                .map((rs, ctx) -> {
                    Timestamp settled = rs.getTimestamp("settled_at");
                    Timestamp started = rs.getTimestamp("started_at");
                    return new Status(
                            fixture,
                            SettlementKind.valueOf(rs.getString("kind")),
                            SettlementStep.valueOf(rs.getString("step")),
                            rs.getInt("attempts"),
                            rs.getString("last_error"),
                            sold,
                            closed,
                            settled == null ? null : settled.toInstant(),
                            settled == null ? null : Duration.between(started.toInstant(), settled.toInstant()));
                })
                .findOne());
    }

    private Map<CloseReason, Integer> closed(FixtureId fixture) {
        Map<CloseReason, Integer> closed = new EnumMap<>(CloseReason.class);
        jdbi.useHandle(handle -> handle.createQuery("""
                        SELECT p.close_reason, count(*) AS n
                        FROM fixture_settlements s
                        JOIN fixtures f ON f.id = s.fixture_id
                        JOIN fixture_settlement_prices i ON i.fixture_id = s.fixture_id
                        JOIN cfd_positions p ON p.instrument_id = i.instrument_id
                        WHERE s.fixture_id = :fixture AND p.closed_at >= f.kick_off
                          AND p.closed_at <= coalesce(s.settled_at, now())
                        GROUP BY p.close_reason
                        """)
                .bind("fixture", fixture.value())
                .map((rs, ctx) -> closed.put(CloseReason.valueOf(rs.getString("close_reason")), rs.getInt("n")))
                .list());
        return closed;
    }
}
