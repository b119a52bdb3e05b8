package touchline.market.settlement;

import org.jdbi.v3.core.Handle;
import touchline.market.matchfeed.FixtureId;

/** The settlements that an admin has forced. */
public final class SettlementOverrideRepository {
    private SettlementOverrideRepository() {}

    /** Stores within a transaction that an admin forces a settlement; an override that is there already stays. */
    public static void insert(Handle handle, FixtureId fixture, SettlementKind kind, String actor, String reason) {
        handle.createUpdate("""
            INSERT INTO fixture_settlement_overrides (fixture_id, kind, actor, reason)
            VALUES (:fixture, :kind, :actor, :reason) ON CONFLICT DO NOTHING
            """)
                .bind("fixture", fixture.value())
                .bind("kind", kind.name())
                .bind("actor", actor)
                .bind("reason", reason)
                .execute();
    }
}
