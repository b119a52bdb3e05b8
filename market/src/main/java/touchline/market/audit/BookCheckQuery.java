package touchline.market.audit;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** What has to be true within the book. Each check is a query for its offenders, in words. */
final class BookCheckQuery {
    private static final int MOST = 20;

    private BookCheckQuery() {}

    static void sumIsZero(Handle book, List<String> offenders) {
        find(book, """
                SELECT 'book: all accounts add up to ' || total
                FROM (SELECT coalesce((SELECT sum(cash + held) FROM wallets), 0)
                           + coalesce((SELECT sum(balance) FROM accounts), 0) AS total) AS t
                WHERE total <> 0
                """, offenders);
        find(book, """
                WITH moved AS (
                    SELECT account, sum(amount) AS net FROM (
                        SELECT debit AS account, -amount AS amount FROM ledger_entries
                        UNION ALL SELECT credit, amount FROM ledger_entries) AS m
                    GROUP BY account),
                balances AS (
                    SELECT 'cash:' || user_id AS account, cash AS balance FROM wallets
                    UNION ALL SELECT 'held:' || user_id, held FROM wallets
                    UNION ALL SELECT name, balance FROM accounts)
                SELECT 'book: ' || coalesce(b.account, m.account) || ' is ' || coalesce(b.balance, 0)
                       || ', its ledger says ' || coalesce(m.net, 0)
                FROM balances b FULL JOIN moved m ON m.account = b.account
                WHERE coalesce(b.balance, 0) <> coalesce(m.net, 0)
                """, offenders);
    }

    static void heldIsMargins(Handle book, List<String> offenders) {
        find(book, """
                SELECT 'book: held of ' || user_id || ' is ' || held || ', its margins and reservations are ' || due
                FROM (SELECT w.user_id, w.held,
                             coalesce((SELECT sum(margin) FROM cfd_positions p WHERE p.user_id = w.user_id AND p.closed_at IS NULL), 0)
                           + coalesce((SELECT sum(reserved) FROM orders o
                                       WHERE o.user_id = w.user_id AND o.state IN ('WORKING', 'TRIGGERED')), 0)
                           + coalesce((SELECT sum(reserved) FROM position_requests r
                                       WHERE r.user_id = w.user_id AND r.state IN ('WORKING', 'TRIGGERED')), 0) AS due
                      FROM wallets w) AS t
                WHERE held <> due
                """, offenders);
    }

    static void oneCloseOneFill(Handle book, List<String> offenders) {
        find(book, """
                SELECT 'position ' || p.id || ' was closed ' || count(DISTINCT l.outbox_id) || ' times in the ledger'
                FROM cfd_positions p
                LEFT JOIN ledger_entries l ON l.reference = p.id::text AND l.kind IN ('margin-back', 'profit', 'loss')
                GROUP BY p.id, p.closed_at
                HAVING count(DISTINCT l.outbox_id) <> CASE WHEN p.closed_at IS NULL THEN 0 ELSE 1 END
                """, offenders);
        find(book, """
                SELECT 'position ' || id || ' paid ' || payout || ', its prices say ' || due
                FROM (SELECT p.id, p.payout,
                             greatest(0::numeric, p.margin + (CASE p.direction WHEN 'LONG' THEN 1 ELSE -1 END)::numeric
                                                  * (p.close_price - p.entry_price) * p.quantity) AS due
                      FROM cfd_positions p WHERE p.closed_at IS NOT NULL) AS t
                WHERE payout <> due
                """, offenders);
        find(book, """
                SELECT 'position ' || p.id || ' paid ' || p.payout || ', the ledger moved ' || coalesce(sum(l.amount), 0)
                FROM cfd_positions p
                LEFT JOIN ledger_entries l ON l.reference = p.id::text AND l.kind IN ('margin-back', 'profit')
                WHERE p.closed_at IS NOT NULL
                GROUP BY p.id, p.payout HAVING p.payout <> coalesce(sum(l.amount), 0)
                """, offenders);
        find(book, """
                SELECT 'order ' || o.id || ' of ' || o.amount || ' was filled ' || count(DISTINCT l.outbox_id)
                       || ' times in the ledger, for ' || coalesce(sum(l.amount), 0)
                FROM orders o
                LEFT JOIN ledger_entries l ON l.reference = o.id::text AND l.kind IN ('spot-buy', 'spot-sell', 'system-sell')
                GROUP BY o.id, o.amount
                HAVING coalesce(sum(l.amount), 0) <> o.amount
                    OR count(DISTINCT l.outbox_id) <> CASE WHEN o.amount = 0 THEN 0 ELSE 1 END
                """, offenders);
        find(book, """
                SELECT 'request ' || r.id || ' is ' || r.state || ', of its position the book knows '
                       || CASE WHEN p.id IS NULL THEN 'nothing' ELSE coalesce(p.close_reason, 'that it is open') END
                FROM position_requests r
                LEFT JOIN cfd_positions p ON p.id = coalesce(r.position_id, r.id)
                WHERE (r.kind = 'OPEN' AND (r.state = 'FILLED') <> (p.id IS NOT NULL))
                   OR (r.kind = 'CLOSE' AND r.state = 'FILLED' AND r.part IS NULL AND p.close_reason IS DISTINCT FROM 'USER')
                """, offenders);
    }

    static void settledFixturesAreClean(Handle book, List<String> offenders) {
        find(book, """
                SELECT 'position ' || p.id || ' outlived the settlement of ' || s.fixture_id
                FROM fixture_settlements s
                JOIN fixture_settlement_prices i ON i.fixture_id = s.fixture_id
                JOIN cfd_positions p ON p.instrument_id = i.instrument_id
                WHERE s.step = 'DONE' AND p.closed_at IS NULL AND p.opened_at < s.started_at
                """, offenders);
        find(book, """
            SELECT 'instrument ' || i.id || ' is still in the settled fixture ' || s.fixture_id
            FROM fixture_settlements s
            JOIN instruments i ON i.fixture_id = s.fixture_id OR i.frozen_for = s.fixture_id
            LEFT JOIN fixtures f ON f.id = s.fixture_id
            WHERE s.step = 'DONE' AND (f.phase IS DISTINCT FROM 'LIVE' OR i.frozen_for = s.fixture_id)
            """, offenders);
    }

    /** An order for the day, and a sale, ends with the match. */
    static void settledFixturesHaveNoOrders(Handle book, List<String> offenders) {
        find(book, """
                SELECT 'order ' || o.id || ' rests though its match ' || s.fixture_id || ' is settled'
                FROM (SELECT id, instrument_id, at, time_in_force, side FROM orders WHERE state IN ('WORKING', 'TRIGGERED')
                      UNION ALL SELECT id, instrument_id, at, time_in_force, NULL FROM position_requests
                      WHERE state IN ('WORKING', 'TRIGGERED')) AS o
                JOIN fixture_settlement_prices i ON i.instrument_id = o.instrument_id
                JOIN fixture_settlements s ON s.fixture_id = i.fixture_id
                WHERE s.step = 'DONE' AND o.at < s.started_at AND (o.time_in_force = 'DAY' OR o.side = 'SELL')
                """, offenders);
    }

    /** A settlement at full time pays by the prices of the whistle, and what it closed and sold got them. */
    static void settledAtTheWhistle(Handle book, List<String> offenders) {
        find(book, """
            SELECT 'fixture ' || s.fixture_id || ' settled instrument ' || p.instrument_id || ' at ' || p.price || ' and shares at ' || p.spot_price
                   || ', at the whistle it was ' || w.price || ' and ' || w.spot_price
            FROM fixture_settlements s
            JOIN fixture_settlement_prices p ON p.fixture_id = s.fixture_id
            JOIN fixture_whistle_prices w ON w.fixture_id = p.fixture_id AND w.instrument_id = p.instrument_id
            WHERE s.kind = 'FULL_TIME' AND w.taken_at < s.started_at
              AND (p.price, p.spot_price, p.seq) IS DISTINCT FROM (w.price, w.spot_price, w.seq)
            """, offenders);
        find(book, """
            SELECT 'position ' || c.id || ' closed at full time at ' || c.close_price || ' after tick ' || c.close_seq
                   || ', which is no settlement''s price'
            FROM cfd_positions c
            WHERE c.close_reason = 'FULL_TIME' AND NOT EXISTS (
                SELECT 1 FROM fixture_settlement_prices p JOIN fixture_settlements s USING (fixture_id)
                WHERE p.instrument_id = c.instrument_id AND p.seq = c.close_seq AND p.price = c.close_price AND s.kind = 'FULL_TIME')
            """, offenders);
        find(book, """
            SELECT 'order ' || o.id || ' sold ' || o.quantity || ' at full time for ' || o.amount || ', each was to give ' || p.spot_price
            FROM orders o
            JOIN fixture_settlement_prices p ON p.fixture_id = o.fixture_id AND p.instrument_id = o.instrument_id
            WHERE o.source = 'FULL_TIME' AND o.amount <> o.quantity * p.spot_price
            """, offenders);
    }

    static void noDeadLetters(Handle book, List<String> offenders) {
        find(book, """
                SELECT stream || ' ' || outbox_id || ' was put aside: ' || error
                FROM outbox_dead_letters WHERE resolved_at IS NULL ORDER BY at
                """, offenders);
    }

    private static void find(Handle book, String sql, List<String> offenders) {
        offenders.addAll(book.createQuery("SELECT * FROM (" + sql + ") AS found LIMIT " + MOST)
                .mapTo(String.class)
                .list());
    }
}
