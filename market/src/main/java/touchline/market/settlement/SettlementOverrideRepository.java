package touchline.market.settlement;

import org.jdbi.v3.core.Handle;
import touchline.market.matchfeed.FixtureId;

/** Settlements that are permitted though their match is not over: an admin has forced them, or they were approved as corrections. */
public final class SettlementOverrideRepository {
    private SettlementOverrideRepository() {}

    /** Permits a settlement to begin within the next 15 minutes, within the caller's transaction: what it moves was looked at now, and may be another amount later. */
    public static void insert(Handle handle, FixtureId fixture, SettlementKind kind, String actor, String reason) {
        handle.createUpdate("""
            INSERT INTO fixture_settlement_overrides (fixture_id, kind, actor, reason)
            VALUES (:fixture, :kind, :actor, :reason)
            ON CONFLICT (fixture_id, kind) DO UPDATE SET actor = :actor, reason = :reason, granted_at = now()
            """)
                .bind("fixture", fixture.value())
                .bind("kind", kind.name())
                .bind("actor", actor)
                .bind("reason", reason)
                .execute();
    }
}
