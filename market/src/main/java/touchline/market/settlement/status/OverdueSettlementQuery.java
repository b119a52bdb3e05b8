package touchline.market.settlement.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.market.matchfeed.FixtureId;

/** Finds matches that should have been settled by now. Thread-safe. */
public final class OverdueSettlementQuery {
    private static final Duration GRACE = Duration.ofMinutes(2);
    /** Extra time, penalties and a long break included. */
    private static final Duration LONGEST_MATCH = Duration.ofHours(4);

    private final Jdbi jdbi;
    private final Duration settleAfter;

    public OverdueSettlementQuery(Jdbi jdbi, Duration settleAfter) {
        this.jdbi = jdbi;
        this.settleAfter = settleAfter;
    }

    /** A match that should have been settled by {@code due}; {@code state} is what the feed said last. */
    public record Overdue(FixtureId fixture, String name, String state, boolean isOver, Instant due) {
        public String words() {
            return isOver
                    ? name + " is over (" + state + ") and should have been settled by " + due
                            + ": see whether sportmonks/settle is paused or fails"
                    : name + " is still in state " + state + ", though it kicked off more than "
                            + LONGEST_MATCH.toHours() + " hours ago: see whether the feed is polled";
        }
    }

    /**
     * Those over for longer than it takes to settle them, if anything was traded in them, and those that kicked off long ago and never ended: at most seven days ago
     * if nothing was traded in them. A match that was called off before it began is neither.
     */
    public List<Overdue> now() {
        return jdbi.withHandle(handle -> handle.createQuery("""
            SELECT f.id, f.name, f.state, f.over_since IS NOT NULL AS over,
                   coalesce(f.over_since + :settle * interval '1 millisecond',
                            f.kick_off + :match * interval '1 millisecond') AS due
            FROM fixtures f
            LEFT JOIN fixture_settlements s ON s.fixture_id = f.id
            WHERE s.step IS DISTINCT FROM 'DONE'
              AND ((f.over_since < now() - :settle * interval '1 millisecond'
                    AND (f.went_live OR EXISTS (SELECT 1 FROM instruments i WHERE i.fixture_id = f.id)))
                OR (f.over_since IS NULL AND f.kick_off < now() - :match * interval '1 millisecond'
                    AND (f.kick_off > now() - interval '7 days' OR f.went_live
                         OR EXISTS (SELECT 1 FROM instruments i WHERE i.fixture_id = f.id))))
            ORDER BY f.kick_off, f.id
            """)
                .bind("settle", settleAfter.plus(GRACE).toMillis())
                .bind("match", LONGEST_MATCH.toMillis())
                .map((row, context) -> new Overdue(
                        FixtureId.of(row.getLong("id")),
                        row.getString("name"),
                        row.getString("state"),
                        row.getBoolean("over"),
                        row.getTimestamp("due").toInstant()))
                .list());
    }
}
