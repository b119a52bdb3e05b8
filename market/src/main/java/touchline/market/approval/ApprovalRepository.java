package touchline.market.approval;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** The columns that every table of requests has which another operator approves, within the caller's transaction. */
public final class ApprovalRepository {
    /** The condition of rows that somebody has to decide on, or that are approved and not executed. */
    public static final String OPEN = "(state = 'APPROVED' OR state = 'REQUESTED' AND expires_at > now())";

    private final String table;
    private final String executed;

    /**
     * For a table.
     *
     * @param executed the state of a row that the market has executed
     */
    public ApprovalRepository(String table, String executed) {
        this.table = table;
        this.executed = executed;
    }

    /** Selects all columns, and {@code now_state}: a request that nobody approved in time is {@code EXPIRED}. */
    public String select() {
        return "SELECT *, CASE WHEN state = 'REQUESTED' AND expires_at <= now() THEN 'EXPIRED' ELSE state END AS now_state FROM "
                + table + " ";
    }

    public <T> Optional<T> find(Handle book, long id, RowMapper<T> mapper) {
        return book.createQuery(select() + "WHERE id = :id")
                .bind("id", id)
                .map(mapper)
                .findOne();
    }

    /** Locks a row until the transaction ends. */
    public <T> Optional<T> lock(Handle book, long id, RowMapper<T> mapper) {
        return book.createQuery(select() + "WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map(mapper)
                .findOne();
    }

    public void decide(Handle book, long id, String state, String by) {
        book.createUpdate(
                        "UPDATE " + table + " SET state = :state, decided_by = :by, decided_at = now() WHERE id = :id")
                .bind("state", state)
                .bind("by", by)
                .bind("id", id)
                .execute();
    }

    /**
     * Records the outcome of an approved one.
     *
     * @param failure the slug with which the market refused it; null where it is executed
     */
    public void finish(Handle book, long id, @Nullable String failure) {
        book.createUpdate("UPDATE " + table
                        + " SET state = :state, failure = :failure WHERE id = :id AND state = 'APPROVED'")
                .bind("state", failure == null ? executed : "FAILED")
                .bind("failure", failure)
                .bind("id", id)
                .execute();
    }

    public static ApprovalRequest request(ResultSet row) throws SQLException {
        return new ApprovalRequest(
                row.getString("requested_by"),
                row.getString("reason"),
                row.getTimestamp("requested_at").toInstant(),
                row.getTimestamp("expires_at").toInstant());
    }

    /** Null while it is open. */
    public static @Nullable ApprovalDecision decision(ResultSet row) throws SQLException {
        String decider = row.getString("decided_by");
        return decider == null
                ? null
                : new ApprovalDecision(decider, row.getTimestamp("decided_at").toInstant(), row.getString("failure"));
    }
}
