package touchline.market.settlement.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.matchfeed.FixtureId;

/** Finds matches that should have been settled by now. Thread-safe. */
public final class OverdueSettlementQuery {
    private static final Duration GRACE = Duration.ofMinutes(2);
    /** Extra time, penalties and a long break included. */
    private static final Duration LONGEST_MATCH = Duration.ofHours(4);

    /** A list that lacks a goal may have it in the next poll. */
    private static final Duration DOUBTFUL = Duration.ofSeconds(30);

    private final Jdbi jdbi;
    private final Duration settleAfter;

    public OverdueSettlementQuery(Jdbi jdbi, Duration settleAfter) {
        this.jdbi = jdbi;
        this.settleAfter = settleAfter;
    }

    /**
     * A match that should have been settled by {@code due}.
     *
     * @param state as the feed said last
     * @param doubt what the feed says that can't be true, in words; while it does, the match is not settled
     */
    public record Overdue(
            FixtureId fixture,
            String name,
            String state,
            boolean isOver,
            @Nullable String doubt,
            Instant due) {
        public String words() {
            if (isOver && doubt != null) {
                return name + " is over (" + state
                        + ") and is not settled by itself, as the feed contradicts itself in " + doubt
                        + ": void the event, or settle the match by hand";
            }
            return isOver
                    ? name + " is over (" + state + ") and should have been settled by " + due
                            + ": see whether sportmonks/settle is paused or fails"
                    : name + " is still in state " + state + ", though it kicked off more than "
                            + LONGEST_MATCH.toHours() + " hours ago: see whether the feed is polled";
        }
    }

    /**
     * Those over for longer than it takes to settle them, or for 30 s where a doubt keeps them from it, if anything was traded in them; and those that kicked off long
     * ago and never ended, at most seven days ago if nothing was traded in them. A match that was called off before it began is neither.
     */
    public List<Overdue> now() {
        return jdbi.withHandle(handle -> handle.createQuery("""
            SELECT f.id, f.name, f.state, f.doubt, f.over_since IS NOT NULL AS over,
                   coalesce(f.over_since + :settle * interval '1 millisecond',
                            f.kick_off + :match * interval '1 millisecond') AS due
            FROM fixtures f
            LEFT JOIN fixture_settlements s ON s.fixture_id = f.id
            WHERE s.step IS DISTINCT FROM 'DONE'
              AND ((f.over_since < now() - CASE WHEN f.doubt IS NULL THEN :settle ELSE :doubtful END * interval '1 millisecond'
                    AND (f.went_live OR EXISTS (SELECT 1 FROM instruments i WHERE i.fixture_id = f.id)))
                OR (f.over_since IS NULL AND f.kick_off < now() - :match * interval '1 millisecond'
                    AND (f.kick_off > now() - interval '7 days' OR f.went_live
                         OR EXISTS (SELECT 1 FROM instruments i WHERE i.fixture_id = f.id))))
            ORDER BY f.kick_off, f.id
            """)
                .bind("settle", settleAfter.plus(GRACE).toMillis())
                .bind("doubtful", DOUBTFUL.toMillis())
                .bind("match", LONGEST_MATCH.toMillis())
                .map((row, context) -> new Overdue(
                        FixtureId.of(row.getLong("id")),
                        row.getString("name"),
                        row.getString("state"),
                        row.getBoolean("over"),
                        row.getString("doubt"),
                        row.getTimestamp("due").toInstant()))
                .list());
    }
}
