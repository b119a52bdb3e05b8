package touchline.market.customer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.market.approval.ApprovalRepository;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;

/** The rows of adjustments, within the caller's transaction. */
public final class AdjustmentRepository {
    private static final ApprovalRepository APPROVALS = new ApprovalRepository("adjustments", "BOOKED");

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
        return APPROVALS.lock(book, id, (row, context) -> adjustment(row));
    }

    /** The latest first: all, or only open ones. */
    public static List<Adjustment> latest(Handle book, @Nullable UserId user, boolean isOpen, long before, int limit) {
        return book.createQuery(APPROVALS.select()
                        + "WHERE id < :before AND (:user::text IS NULL OR user_id = :user) AND (NOT :open OR "
                        + ApprovalRepository.OPEN + ") ORDER BY id DESC LIMIT :limit")
                .bind("open", isOpen)
                .bind("before", before)
                .bind("user", user == null ? null : user.value())
                .bind("limit", limit)
                .map((row, context) -> adjustment(row))
                .list();
    }

    public static void decide(Handle book, long id, Adjustment.State state, String by) {
        APPROVALS.decide(book, id, state.name(), by);
    }

    /**
     * Records the outcome of an approved one.
     *
     * @param failure the slug with which the market refused it; null where the money has moved
     */
    public static void finish(Handle book, long id, @Nullable String failure) {
        APPROVALS.finish(book, id, failure);
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
        return new Adjustment(
                row.getLong("id"),
                UserId.of(row.getString("user_id")),
                Money.of(row.getLong("amount")),
                Adjustment.State.valueOf(row.getString("now_state")),
                ApprovalRepository.request(row),
                ApprovalRepository.decision(row));
    }
}
