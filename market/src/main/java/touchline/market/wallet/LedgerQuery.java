package touchline.market.wallet;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.market.money.Money;

/** A user's ledger lines as the book has them, the newest first. Thread-safe. */
public final class LedgerQuery {
    private final Jdbi jdbi;

    public LedgerQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A movement of money from one account to another.
     *
     * @param id names the line; lines are paged by it
     */
    public record Line(
            String id, String debit, String credit, Money amount, String kind, String reference, Instant at) {}

    /**
     * A page of a user's lines.
     *
     * @param before only those before this line's id; empty for the newest
     */
    public List<Line> page(UserId user, LedgerFilter filter, String before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH last AS (
                            SELECT at FROM ledger_entries
                            WHERE outbox_id = split_part(:before, '.', 1) AND line = split_part(:before, '.', 2)::int
                        )
                        SELECT *, outbox_id || '.' || line AS id FROM ledger_entries
                        WHERE user_id = :user AND at >= :from AND at <= :to AND (cardinality(:kinds) = 0 OR kind = ANY (:kinds))
                          AND (:before = '0-0.0'
                               OR at <= (SELECT at FROM last)
                                  AND (at, split_part(outbox_id, '-', 1)::bigint, split_part(outbox_id, '-', 2)::bigint, line)
                                      < ((SELECT at FROM last), split_part(:before, '-', 1)::bigint,
                                         split_part(split_part(:before, '-', 2), '.', 1)::bigint, split_part(:before, '.', 2)::int))
                        ORDER BY at DESC, split_part(outbox_id, '-', 1)::bigint DESC, split_part(outbox_id, '-', 2)::bigint DESC, line DESC
                        LIMIT :limit
                        """)
                .bind("user", user.value())
                .bind("from", filter.from().atOffset(ZoneOffset.UTC))
                .bind("to", filter.to().atOffset(ZoneOffset.UTC))
                .bindArray("kinds", String.class, filter.kinds())
                .bind("before", before.isEmpty() ? "0-0.0" : before)
                .bind("limit", limit)
                .map((rs, ctx) -> new Line(
                        rs.getString("id"),
                        rs.getString("debit"),
                        rs.getString("credit"),
                        Money.of(rs.getLong("amount")),
                        rs.getString("kind"),
                        rs.getString("reference"),
                        rs.getTimestamp("at").toInstant()))
                .list());
    }
}
