package touchline.market.spot;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import touchline.market.Rejection;
import touchline.market.inplay.RequestState;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderTermsRow;
import touchline.market.unreadable.ReadableRows;
import touchline.market.unreadable.UnreadableRecordException;
import touchline.market.unreadable.UnreadableRecords;
import touchline.market.wallet.UserId;

/** Orders as the book has them, the newest first, those that wait and that were rejected among them; the flusher brings new ones within moments. Thread-safe. */
public final class OrderQuery {
    private static final String SELECTED = """
            user_id = :user AND id < :before AND at >= :from AND at <= :to AND (:instrument = 0 OR instrument_id = :instrument)
            AND (:side = '' OR side = :side) AND (:states = '' OR state = ANY (string_to_array(:states, ',')))
            ORDER BY id DESC LIMIT :limit
            """;

    private final Jdbi jdbi;
    private final ReadableRows<TrackedOrder> orders;
    private final ReadableRows<Fill> fills;

    public OrderQuery(Jdbi jdbi, UnreadableRecords unreadable) {
        this.jdbi = jdbi;
        this.orders = new ReadableRows<>("order", unreadable, OrderQuery::order);
        this.fills = new ReadableRows<>("order", unreadable, OrderQuery::fill);
    }

    /**
     * A page of a user's orders.
     *
     * @param before only those with a lower id
     */
    public List<TrackedOrder> page(UserId user, OrderFilter filter, long before, int limit) {
        return orders.page(
                before,
                limit,
                (last, asked) -> jdbi.withHandle(
                        handle -> selected(handle, "SELECT * FROM orders WHERE " + SELECTED, user, filter, last, asked)
                                .map((rs, ctx) -> orders.row(rs))
                                .list()));
    }

    /** The fills of a user's orders, the sales of its shares by settlements, and what cancelled an order, the newest first. */
    public List<Fill> fills(UserId user, OrderFilter filter, long before, int limit) {
        return fills.page(
                before,
                limit,
                (last, asked) -> jdbi.withHandle(handle -> selected(
                                handle,
                                "SELECT * FROM orders WHERE state = 'FILLED' AND " + SELECTED,
                                user,
                                filter,
                                last,
                                asked)
                        .map((rs, ctx) -> fills.row(rs))
                        .list()));
    }

    /**
     * A fill.
     *
     * @param clientId the user's own id of the order; null for none
     * @param realised the result of a sale after its fee; 0 of a purchase
     * @param source {@code USER}; {@code FULL_TIME} or {@code VOID} of a sale by a settlement; {@code CORRECTION} of an order by which operators cancelled another one
     */
    public record Fill(SpotOrder order, @Nullable String clientId, Money realised, String source) {}

    private static Query selected(Handle handle, String sql, UserId user, OrderFilter filter, long before, int limit) {
        InstrumentId instrument = filter.instrument();
        Side side = filter.side();
        return handle.createQuery(sql)
                .bind("user", user.value())
                .bind("before", before)
                .bind("limit", limit)
                .bind("from", filter.from().atOffset(ZoneOffset.UTC))
                .bind("to", filter.to().atOffset(ZoneOffset.UTC))
                .bind("instrument", instrument == null ? 0 : instrument.value())
                .bind("side", side == null ? "" : side.name())
                .bind("states", filter.states().stream().map(RequestState::name).collect(Collectors.joining(",")));
    }

    /**
     * The order to which a user has given an id of its own.
     *
     * @throws UnreadableRecordException if it is there and can't be read
     */
    public Optional<TrackedOrder> withClientId(UserId user, String clientId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM orders WHERE user_id = :user AND client_order_id = :client ORDER BY id LIMIT 1")
                .bind("user", user.value())
                .bind("client", clientId)
                .map((rs, ctx) -> orders.one(rs))
                .findOne());
    }

    /**
     * One of a user's orders.
     *
     * @throws UnreadableRecordException if it is there and can't be read
     */
    public Optional<TrackedOrder> find(UserId user, OrderId id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM orders WHERE user_id = :user AND id = :id")
                .bind("user", user.value())
                .bind("id", id.value())
                .map((rs, ctx) -> orders.one(rs))
                .findOne());
    }

    private static TrackedOrder order(ResultSet rs) throws SQLException {
        RequestState state = RequestState.valueOf(rs.getString("state"));
        Timestamp executeAt = rs.getTimestamp("execute_at");
        return new TrackedOrder(
                OrderId.of(rs.getLong("id")),
                rs.getString("client_order_id"),
                InstrumentId.of(rs.getLong("instrument_id")),
                Side.valueOf(rs.getString("side")),
                Quantity.of(rs.getLong("quantity")),
                state,
                state == RequestState.FILLED ? filled(rs) : null,
                Rejection.kept(rs.getString("problem"), rs.getString("problem_facts")),
                conditions(rs),
                executeAt == null ? null : executeAt.toInstant());
    }

    private static TrackedOrder.@Nullable Conditions conditions(ResultSet rs) throws SQLException {
        OrderTerms terms = OrderTermsRow.read(rs);
        return terms == null
                ? null
                : new TrackedOrder.Conditions(terms, Money.of(rs.getLong("reserved")), rs.getLong("reserved_shares"));
    }

    private static Fill fill(ResultSet rs) throws SQLException {
        return new Fill(
                filled(rs), rs.getString("client_order_id"), Money.of(rs.getLong("realised")), rs.getString("source"));
    }

    private static SpotOrder filled(ResultSet rs) throws SQLException {
        return new SpotOrder(
                OrderId.of(rs.getLong("id")),
                UserId.of(rs.getString("user_id")),
                InstrumentId.of(rs.getLong("instrument_id")),
                Side.valueOf(rs.getString("side")),
                Quantity.of(rs.getLong("quantity")),
                Money.of(rs.getLong("amount")),
                Money.of(rs.getLong("fee")),
                rs.getTimestamp("at").toInstant());
    }
}
