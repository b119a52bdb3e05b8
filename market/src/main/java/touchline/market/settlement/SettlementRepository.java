package touchline.market.settlement;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Price;

/** How far each settlement has come, in Postgres, so that any node can take it up. */
final class SettlementRepository {
    private final Jdbi jdbi;

    SettlementRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** One row per fixture: a second request finds the first one's row and kind. */
    Progress begin(FixtureId fixture, SettlementKind kind) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO fixture_settlements (fixture_id, kind, step, requested_at, started_at)
                            VALUES (:fixture, :kind, 'FREEZE', now(), now()) ON CONFLICT DO NOTHING
                            """)
                    .bind("fixture", fixture.value())
                    .bind("kind", kind.name())
                    .execute();
            return handle.createQuery("""
                            UPDATE fixture_settlements SET attempts = attempts + 1
                            WHERE fixture_id = :fixture RETURNING kind, step
                            """)
                    .bind("fixture", fixture.value())
                    .map((rs, ctx) -> new Progress(
                            SettlementKind.valueOf(rs.getString("kind")), SettlementStep.valueOf(rs.getString("step"))))
                    .one();
        });
    }

    record Progress(SettlementKind kind, SettlementStep step) {}

    /** Notes that a step is about to be done, perhaps again; nothing, where another node has moved on meanwhile. */
    void begins(FixtureId fixture, SettlementStep step) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO fixture_settlement_steps AS s (fixture_id, step)
                        SELECT fixture_id, step FROM fixture_settlements WHERE fixture_id = :fixture AND step = :step FOR UPDATE
                        ON CONFLICT (fixture_id, step) DO UPDATE SET attempts = s.attempts + 1, finished_at = NULL
                        """)
                .bind("fixture", fixture.value())
                .bind("step", step.name())
                .execute());
    }

    /**
     * Moves on from a step; false where another node has done so already.
     *
     * @param affected how much the step has changed
     */
    boolean advance(FixtureId fixture, SettlementStep from, SettlementStep to, int affected) {
        return jdbi.inTransaction(handle -> {
            boolean moved = handle.createUpdate("""
                                UPDATE fixture_settlements
                                SET step = :to, last_error = NULL, settled_at = CASE WHEN :to = 'DONE' THEN now() END
                                WHERE fixture_id = :fixture AND step = :from
                                """)
                            .bind("fixture", fixture.value())
                            .bind("from", from.name())
                            .bind("to", to.name())
                            .execute()
                    == 1;
            if (moved && to == SettlementStep.DONE) {
                handle.createUpdate("UPDATE fixtures SET settled_at = now() WHERE id = :fixture")
                        .bind("fixture", fixture.value())
                        .execute();
            }
            if (moved) {
                handle.createUpdate("""
                                UPDATE fixture_settlement_steps SET finished_at = now(), affected = affected + :affected
                                WHERE fixture_id = :fixture AND step = :step
                                """)
                        .bind("affected", affected)
                        .bind("fixture", fixture.value())
                        .bind("step", from.name())
                        .execute();
            }
            return moved;
        });
    }

    SettlementStep step(FixtureId fixture) {
        return find(fixture).orElseThrow();
    }

    /** The step to do next; empty where no settlement has begun. */
    Optional<SettlementStep> find(FixtureId fixture) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT step FROM fixture_settlements WHERE fixture_id = :fixture")
                        .bind("fixture", fixture.value())
                        .map((rs, ctx) -> SettlementStep.valueOf(rs.getString("step")))
                        .findOne());
    }

    void failed(FixtureId fixture, String error) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE fixture_settlements SET last_error = :error WHERE fixture_id = :fixture")
                .bind("fixture", fixture.value())
                .bind("error", error)
                .execute());
    }

    /** Keeps the prices of the snapshot; those kept already stay. */
    void keep(FixtureId fixture, List<SnapshotPrice> prices) {
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO fixture_settlement_prices (fixture_id, instrument_id, price, spot_price, seq)
                    VALUES (:fixture, :instrument, :price, :spot, :seq) ON CONFLICT DO NOTHING
                    """);
            for (SnapshotPrice price : prices) {
                batch.bind("fixture", fixture.value())
                        .bind("instrument", price.instrument().value())
                        .bind("price", price.price())
                        .bind("spot", price.spot())
                        .bind("seq", price.seq())
                        .add();
            }
            batch.execute();
        });
    }

    List<InstrumentId> instruments(FixtureId fixture) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT instrument_id FROM fixture_settlement_prices WHERE fixture_id = :fixture ORDER BY"
                                + " instrument_id")
                .bind("fixture", fixture.value())
                .map((rs, ctx) -> InstrumentId.of(rs.getLong(1)))
                .list());
    }

    /** The price that an instrument settled at, and how; empty where it is no part of that settlement. */
    Optional<Settled> settled(FixtureId fixture, InstrumentId instrument) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT s.kind, p.price, p.seq FROM fixture_settlement_prices p
                        JOIN fixture_settlements s ON s.fixture_id = p.fixture_id
                        WHERE p.fixture_id = :fixture AND p.instrument_id = :instrument AND s.step = 'DONE'
                        """)
                .bind("fixture", fixture.value())
                .bind("instrument", instrument.value())
                .map((rs, ctx) -> new Settled(
                        SettlementKind.valueOf(rs.getString("kind")), Price.of(rs.getLong("price")), rs.getLong("seq")))
                .findOne());
    }

    record Settled(SettlementKind kind, Price price, long seq) {}

    /** What an instrument settles at, in ten-thousandths, and the tick it is the price of. */
    record SnapshotPrice(InstrumentId instrument, long price, long spot, long seq) {}
}
