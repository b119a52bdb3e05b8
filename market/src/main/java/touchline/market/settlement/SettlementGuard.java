package touchline.market.settlement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchPhase;

/**
 * Decides whether a fixture may be settled: at full time once it has been over for long enough, void once it has been abandoned for long enough, and otherwise
 * only where an admin has forced it. {@link Settlement} asks before anything is frozen, on every path. Thread-safe.
 */
public final class SettlementGuard {
    private final Jdbi jdbi;
    private final Duration settleAfter;

    /**
     * Creates a guard.
     *
     * @param settleAfter how long every poll has to have shown a match over
     */
    public SettlementGuard(Jdbi jdbi, Duration settleAfter) {
        this.jdbi = jdbi;
        this.settleAfter = settleAfter;
    }

    /** The decision. */
    public sealed interface Verdict {
        /** It may be settled, or goes on. */
        record Allowed(boolean forced) implements Verdict {}

        /** No such fixture is known. */
        record NoSuchFixture() implements Verdict {}

        /** It is settled, or being settled as another kind; force does not help. */
        record Refused(String why) implements Verdict {}

        /** The match is not over, or not void. An admin may force it. */
        record Guarded(String why) implements Verdict {}
    }

    public Verdict judge(FixtureId fixture, SettlementKind kind) {
        return jdbi.withHandle(handle -> handle.createQuery("""
            SELECT f.name, f.state, f.phase, f.minute, f.went_live, f.over_since, f.polled_at,
                   s.step, s.kind, s.settled_at,
                   EXISTS (SELECT 1 FROM fixture_settlement_overrides o
                           WHERE o.fixture_id = f.id AND o.kind = :kind) AS forced
            FROM fixtures f LEFT JOIN fixture_settlements s ON s.fixture_id = f.id
            WHERE f.id = :fixture
            """)
                .bind("fixture", fixture.value())
                .bind("kind", kind.name())
                .map((row, context) -> judge(row, kind))
                .findOne()
                .orElseGet(Verdict.NoSuchFixture::new));
    }

    /** Notes within a transaction that an admin forces a settlement; what was noted first stays. */
    public static void force(Handle handle, FixtureId fixture, SettlementKind kind, String actor, String reason) {
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

    private Verdict judge(ResultSet row, SettlementKind kind) throws SQLException {
        String name = row.getString("name");
        String step = row.getString("step");
        if ("DONE".equals(step)) {
            return new Verdict.Refused(
                    name + " is settled since " + row.getTimestamp("settled_at").toInstant());
        }
        if (step != null && !row.getString("kind").equals(kind.name())) {
            return new Verdict.Refused(name + " is being settled as " + row.getString("kind") + " already");
        }
        if (step != null && !step.equals("FREEZE")) {
            return new Verdict.Allowed(false);
        }
        if (row.getBoolean("forced")) {
            return new Verdict.Allowed(true);
        }
        String objection = objection(row, kind);
        return objection == null ? new Verdict.Allowed(false) : new Verdict.Guarded(name + " " + objection);
    }

    private @Nullable String objection(ResultSet row, SettlementKind kind) throws SQLException {
        MatchPhase phase = MatchPhase.valueOf(row.getString("phase"));
        String state = "is in state " + row.getString("state")
                + (row.getString("minute") == null ? "" : ", minute " + row.getString("minute"));
        if (!phase.isOver()) {
            return state + (row.getBoolean("went_live") ? ": it is not over" : ": it has not begun");
        }
        if (kind == SettlementKind.FULL_TIME && phase != MatchPhase.FINISHED) {
            return state + ": it has no full time, it is void";
        }
        if (kind == SettlementKind.VOID && phase != MatchPhase.VOID) {
            return state + ": it was played to its end, it is not void";
        }
        if (kind == SettlementKind.VOID && !row.getBoolean("went_live")) {
            return state + ": it was never played, so nothing in it is to be given back";
        }
        Timestamp over = row.getTimestamp("over_since");
        Instant polled = row.getTimestamp("polled_at").toInstant();
        if (over == null || polled.isBefore(over.toInstant().plus(settleAfter))) {
            return state + ": the polls have not shown it so for " + settleAfter.toSeconds()
                    + " s yet, and the feed may take it back";
        }
        return null;
    }
}
