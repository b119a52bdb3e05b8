package touchline.market.customer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;

/** The rows of adjustments, within the caller's transaction. */
public final class AdjustmentRepository {
    private static final String SELECT = """
            SELECT a.*, CASE WHEN state = 'REQUESTED' AND expires_at <= now() THEN 'EXPIRED' ELSE state END AS now_state FROM adjustments a
            """;

    private AdjustmentRepository() {}

    /** Adds a request and returns its id. */
    public static long add(Handle book, UserId user, Money amount, String by, String reason, Duration lasts) {
        return book.createQuery("""
                        INSERT INTO adjustments (user_id, amount, state, requested_by, reason, expires_at)
                        VALUES (:user, :amount, 'REQUESTED', :by, :reason, now() + :lasts * interval '1 second') RETURNING id
                        """)
                .bind("user", user.value())
                .bind("amount", amount.tenThousandths())
                .bind("by", by)
                .bind("reason", reason)
                .bind("lasts", lasts.toSeconds())
                .mapTo(Long.class)
                .one();
    }

    /** Locks an adjustment until the transaction ends. */
    public static Optional<Adjustment> lock(Handle book, long id) {
        return book.createQuery(SELECT + "WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> adjustment(row))
                .findOne();
    }

    /** The latest first. */
    public static List<Adjustment> latest(Handle book, @Nullable UserId user, long before, int limit) {
        return book.createQuery(
                        SELECT
                                + "WHERE id < :before AND (:user::text IS NULL OR user_id = :user) ORDER BY id DESC LIMIT :limit")
                .bind("before", before)
                .bind("user", user == null ? null : user.value())
                .bind("limit", limit)
                .map((row, context) -> adjustment(row))
                .list();
    }

    public static void decide(Handle book, long id, Adjustment.State state, String by) {
        book.createUpdate("UPDATE adjustments SET state = :state, decided_by = :by, decided_at = now() WHERE id = :id")
                .bind("state", state.name())
                .bind("by", by)
                .bind("id", id)
                .execute();
    }

    /**
     * Records the outcome of an approved one.
     *
     * @param failure the slug with which the market refused it; null where the money has moved
     */
    public static void finish(Handle book, long id, @Nullable String failure) {
        book.createUpdate(
                        "UPDATE adjustments SET state = :state, failure = :failure WHERE id = :id AND state = 'APPROVED'")
                .bind("state", failure == null ? "BOOKED" : "FAILED")
                .bind("failure", failure)
                .bind("id", id)
                .execute();
    }

    /** Whether the book has the movement of an adjustment. */
    public static boolean isInLedger(Handle book, Adjustment adjustment) {
        return book.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM ledger_entries WHERE user_id = :user AND kind = 'adjustment' AND reference = :reference)
                        """)
                .bind("user", adjustment.user().value())
                .bind("reference", adjustment.reference())
                .mapTo(Boolean.class)
                .one();
    }

    private static Adjustment adjustment(ResultSet row) throws SQLException {
        String decider = row.getString("decided_by");
        return new Adjustment(
                row.getLong("id"),
                UserId.of(row.getString("user_id")),
                Money.of(row.getLong("amount")),
                Adjustment.State.valueOf(row.getString("now_state")),
                new Adjustment.Request(
                        row.getString("requested_by"),
                        row.getString("reason"),
                        row.getTimestamp("requested_at").toInstant(),
                        row.getTimestamp("expires_at").toInstant()),
                decider == null
                        ? null
                        : new Adjustment.Decision(
                                decider, row.getTimestamp("decided_at").toInstant(), row.getString("failure")));
    }
}
