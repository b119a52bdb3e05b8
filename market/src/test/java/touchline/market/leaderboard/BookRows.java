package touchline.market.leaderboard;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import touchline.market.wallet.UserKind;

/** Rows as the flusher would have written them. */
public final class BookRows {
    private final Jdbi jdbi;
    private final AtomicLong ids = new AtomicLong();

    public BookRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public void user(String id, UserKind kind) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO users (id, name, kind, created_at) VALUES (?, ?, ?, now())",
                id,
                "Name of " + id,
                kind.name()));
    }

    /** A position that was closed, or is open where {@code closedAt} is null. */
    public void position(String user, long margin, long payout, Instant closedAt) {
        jdbi.useHandle(
                handle -> handle.execute("""
                INSERT INTO cfd_positions (id, user_id, instrument_id, direction, quantity, leverage, entry_price, margin, wash_out, levels,
                                           open_seq, open_tick_at, opened_at, closed_at, close_price, close_seq, close_reason, payout)
                VALUES (?, ?, 1, 'LONG', 1, 1, 1, ?, 0, '0::', 0, 0, now(), ?, 1, 1, 'FULL_TIME', ?)
                """, ids.incrementAndGet(), user, margin, Timestamp.from(closedAt), payout));
    }

    public void openPosition(String user, long margin) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO cfd_positions (id, user_id, instrument_id, direction, quantity, leverage, entry_price, margin, wash_out, levels,
                                           open_seq, open_tick_at, opened_at)
                VALUES (?, ?, 1, 'LONG', 1, 1, 1, ?, 0, '0::', 0, 0, now())
                """, ids.incrementAndGet(), user, margin));
    }

    public void order(String user, String side, String source, long realised, Instant at) {
        long id = ids.incrementAndGet();
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, realised, source, fixture_id, at)
                VALUES (?, ?, 1, ?, 1, 1, 0, ?, ?, ?, ?)
                """, id, user, side, realised, source, id, Timestamp.from(at)));
    }

    /** A sale that was never filled. */
    public void unfilledSale(String user, String state, Instant at) {
        jdbi.useHandle(handle -> handle.execute(
                """
                INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, realised, source, at, state, problem)
                VALUES (?, ?, 1, 'SELL', 1, 0, 0, 0, 'USER', ?, ?, ?)
                """,
                ids.incrementAndGet(),
                user,
                Timestamp.from(at),
                state,
                state.equals("REJECTED") ? "event-during-delay" : null));
    }
}
