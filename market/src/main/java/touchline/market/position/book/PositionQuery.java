package touchline.market.position.book;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Close;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.position.rule.Levels;
import touchline.market.unreadable.ReadableRows;
import touchline.market.unreadable.UnreadableRecordException;
import touchline.market.unreadable.UnreadableRecords;
import touchline.market.wallet.UserId;

/** Positions as the book has them, the newest first; the flusher brings changes within moments. Thread-safe. */
public final class PositionQuery {
    private final Jdbi jdbi;
    private final ReadableRows<Position> positions;

    public PositionQuery(Jdbi jdbi, UnreadableRecords unreadable) {
        this.jdbi = jdbi;
        this.positions = new ReadableRows<>("position", unreadable, PositionQuery::read);
    }

    /**
     * A page of a user's closed positions.
     *
     * @param before only those with a lower id
     */
    public List<Position> closed(UserId user, PositionFilter filter, long before, int limit) {
        return positions.page(before, limit, (last, asked) -> closedRows(user, filter, last, asked));
    }

    private List<ReadableRows.Row<Position>> closedRows(UserId user, PositionFilter filter, long before, int limit) {
        InstrumentId instrument = filter.instrument();
        Direction direction = filter.direction();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM cfd_positions
                        WHERE user_id = :user AND id < :before AND closed_at IS NOT NULL AND opened_at >= :from AND opened_at <= :to
                          AND (:instrument = 0 OR instrument_id = :instrument) AND (:direction = '' OR direction = :direction)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .bind("user", user.value())
                .bind("before", before)
                .bind("from", filter.from().atOffset(ZoneOffset.UTC))
                .bind("to", filter.to().atOffset(ZoneOffset.UTC))
                .bind("instrument", instrument == null ? 0 : instrument.value())
                .bind("direction", direction == null ? "" : direction.name())
                .bind("limit", limit)
                .map((rs, ctx) -> positions.row(rs))
                .list());
    }

    /**
     * A position, open or closed.
     *
     * @throws UnreadableRecordException if it is there and can't be read
     */
    public Optional<Position> find(PositionId id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM cfd_positions WHERE id = :id")
                .bind("id", id.value())
                .map((rs, ctx) -> positions.one(rs))
                .findOne());
    }

    /** Every position there ever was on an instrument, by id, within a transaction of the caller's. */
    public static List<Position> on(Handle book, InstrumentId instrument) {
        return book.createQuery("SELECT * FROM cfd_positions WHERE instrument_id = :instrument ORDER BY id")
                .bind("instrument", instrument.value())
                .map((rs, ctx) -> read(rs))
                .list();
    }

    private static Position read(ResultSet rs) throws SQLException {
        return new Position(
                PositionId.of(rs.getLong("id")),
                UserId.of(rs.getString("user_id")),
                InstrumentId.of(rs.getLong("instrument_id")),
                Direction.valueOf(rs.getString("direction")),
                Quantity.of(rs.getLong("quantity")),
                rs.getInt("leverage"),
                Price.of(rs.getLong("entry_price")),
                Money.of(rs.getLong("margin")),
                rs.getLong("wash_out"),
                Levels.parse(rs.getString("levels")),
                rs.getLong("open_seq"),
                rs.getLong("open_tick_at"),
                rs.getTimestamp("opened_at").toInstant(),
                close(rs));
    }

    private static @Nullable Close close(ResultSet rs) throws SQLException {
        String reason = rs.getString("close_reason");
        return reason == null
                ? null
                : new Close(
                        CloseReason.valueOf(reason),
                        Price.of(rs.getLong("close_price")),
                        rs.getLong("close_seq"),
                        Money.of(rs.getLong("payout")),
                        rs.getTimestamp("closed_at").toInstant());
    }
}
