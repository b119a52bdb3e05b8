package touchline.market.correction;

import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;

/** Orders and positions of the book that a correction may cancel. */
final class CorrectedTradeQuery {
    private CorrectedTradeQuery() {}

    /** A filled order of a user, not of a settlement or a correction; amounts in ten-thousandths. */
    record FilledOrder(
            UserId user, InstrumentId instrument, String side, long quantity, long amount, long fee, long realised) {
        boolean isPurchase() {
            return side.equals("BUY");
        }
    }

    /** A closed position. */
    record ClosedPosition(UserId user, Money margin, Money payout) {
        /** What makes up for its profit or loss, positive to the user. */
        Money refund() {
            return margin.minus(payout);
        }
    }

    static Optional<FilledOrder> order(Handle book, long id) {
        return book.createQuery("SELECT * FROM orders WHERE id = :id AND state = 'FILLED' AND source = 'USER'")
                .bind("id", id)
                .map((row, context) -> new FilledOrder(
                        UserId.of(row.getString("user_id")),
                        InstrumentId.of(row.getLong("instrument_id")),
                        row.getString("side"),
                        row.getLong("quantity"),
                        row.getLong("amount"),
                        row.getLong("fee"),
                        row.getLong("realised")))
                .findOne();
    }

    static Optional<ClosedPosition> position(Handle book, long id) {
        return book.createQuery(
                        "SELECT user_id, margin, payout FROM cfd_positions WHERE id = :id AND closed_at IS NOT NULL")
                .bind("id", id)
                .map((row, context) -> new ClosedPosition(
                        UserId.of(row.getString("user_id")),
                        Money.of(row.getLong("margin")),
                        Money.of(row.getLong("payout"))))
                .findOne();
    }

    /** How many positions of instruments a tick has closed since an event. */
    static long closedByLevelsSince(Handle book, long fixture, long event, Collection<Long> instruments) {
        return book.createQuery("""
                        SELECT count(*) FROM cfd_positions p
                        JOIN match_events e ON e.fixture_id = :fixture AND e.event_id = :event AND p.closed_at >= e.first_at
                        WHERE p.instrument_id = ANY (:instruments) AND p.close_reason IN ('STOP_LOSS', 'TAKE_PROFIT', 'WASH_OUT')
                        """)
                .bind("fixture", fixture)
                .bind("event", event)
                .bindArray("instruments", Long.class, instruments.toArray())
                .mapTo(Long.class)
                .one();
    }
}
