package touchline.market.inplay;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.Rejection;
import touchline.market.instrument.InstrumentId;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderTermsRow;
import touchline.market.wallet.UserId;

/** Requests to open positions, from the book. Thread-safe. */
final class PositionRequestQuery {
    private final Jdbi jdbi;

    PositionRequestQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Optional<InPlayRequest> opening(UserId user, long id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM position_requests WHERE user_id = :user AND kind = 'OPEN' AND id = :id")
                .bind("user", user.value())
                .bind("id", id)
                .map((rs, ctx) -> read(rs))
                .findOne());
    }

    private static InPlayRequest.@Nullable Conditions conditions(ResultSet rs) throws SQLException {
        OrderTerms terms = OrderTermsRow.read(rs);
        return terms == null ? null : new InPlayRequest.Conditions(terms, rs.getLong("reserved"), 0, null);
    }

    private static InPlayRequest read(ResultSet rs) throws SQLException {
        return new InPlayRequest(
                rs.getLong("id"),
                RequestKind.valueOf(rs.getString("kind")),
                UserId.of(rs.getString("user_id")),
                InstrumentId.of(rs.getLong("instrument_id")),
                RequestState.valueOf(rs.getString("state")),
                rs.getTimestamp("execute_at").toInstant(),
                rs.getObject("position_id", Long.class),
                null,
                conditions(rs),
                Rejection.kept(rs.getString("problem"), rs.getString("problem_facts")));
    }
}
