package touchline.market.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import touchline.market.outbox.row.Rows;

/** The statements that write a batch of trades, a row for each column list of {@link TradesBatch}. */
final class TradeRepository {
    private final Connection connection;

    TradeRepository(Connection connection) {
        this.connection = connection;
    }

    void insertUsers(Rows rows) throws SQLException {
        rows.execute(connection, """
                INSERT INTO users (id, name, kind, created_at)
                SELECT id, name, kind, to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?) AS new (id, name, kind, at)
                """);
    }

    void insertOrders(Rows rows) throws SQLException {
        rows.execute(connection, """
                INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, realised, source, fixture_id, at, client_order_id)
                SELECT id, user_id, instrument_id, side, quantity, amount, fee, realised, source, fixture_id, to_timestamp(at / 1000.0),
                       client_order_id
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                     AS new (id, user_id, instrument_id, side, quantity, amount, fee, realised, source, fixture_id, at, client_order_id)
                """);
    }

    void insertWaitingOrders(Rows rows) throws SQLException {
        rows.execute(connection, """
                INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, source, state, execute_at, at, client_order_id)
                SELECT id, user_id, instrument_id, side, quantity, 0, 0, 'USER', 'PENDING', to_timestamp(execute_at / 1000.0),
                       to_timestamp(at / 1000.0), client_order_id
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS new (id, user_id, instrument_id, side, quantity, execute_at, at, client_order_id)
                """);
    }

    void fillOrders(Rows rows) throws SQLException {
        rows.execute(connection, """
                UPDATE orders AS o SET state = 'FILLED', amount = f.amount, fee = f.fee, realised = f.realised, at = to_timestamp(f.at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?) AS f (id, amount, fee, realised, at) WHERE o.id = f.id AND o.state = 'PENDING'
                """);
    }

    void rejectOrders(Rows rows) throws SQLException {
        rows.execute(connection, """
                UPDATE orders AS o SET state = 'REJECTED', problem = r.problem, problem_facts = r.facts
                FROM unnest(?, ?, ?) AS r (id, problem, facts) WHERE o.id = r.id AND o.state = 'PENDING'
                """);
    }

    void insertPositionRequests(Rows rows) throws SQLException {
        rows.execute(connection, """
                INSERT INTO position_requests (id, user_id, kind, instrument_id, position_id, state, execute_at, at)
                SELECT id, user_id, kind, instrument_id, position_id, 'PENDING', to_timestamp(execute_at / 1000.0), to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?, ?) AS new (id, user_id, kind, instrument_id, position_id, execute_at, at)
                """);
    }

    void decidePositionRequests(Rows rows) throws SQLException {
        rows.execute(connection, """
                UPDATE position_requests AS p SET state = d.state, problem = d.problem, problem_facts = d.facts, decided_at = to_timestamp(d.at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?) AS d (id, state, problem, facts, at) WHERE p.id = d.id AND p.state = 'PENDING'
                """);
    }

    void insertPositions(Rows rows) throws SQLException {
        rows.execute(connection, """
                INSERT INTO cfd_positions (id, user_id, instrument_id, direction, quantity, leverage, entry_price, margin, wash_out,
                                           levels, open_seq, open_tick_at, opened_at)
                SELECT id, user_id, instrument_id, direction, quantity, leverage, entry_price, margin, wash_out,
                       levels, open_seq, open_tick_at, to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                     AS new (id, user_id, instrument_id, direction, quantity, leverage, entry_price, margin, wash_out,
                             levels, open_seq, open_tick_at, at)
                """);
    }

    void updateLevels(Rows rows) throws SQLException {
        rows.execute(connection, """
                UPDATE cfd_positions AS p SET levels = l.levels
                FROM unnest(?, ?) AS l (id, levels) WHERE p.id = l.id
                """);
    }

    /** Positions that are closed already stay as they are. */
    void closePositions(Rows rows) throws SQLException {
        rows.execute(connection, """
                UPDATE cfd_positions AS p
                SET close_reason = c.reason, close_price = c.price, close_seq = c.seq, payout = c.payout,
                    closed_at = to_timestamp(c.at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?) AS c (id, reason, price, seq, payout, at)
                WHERE p.id = c.id AND p.closed_at IS NULL
                """);
    }

    void saveHoldings(Rows rows) throws SQLException {
        rows.execute(connection, """
                INSERT INTO spot_holdings (user_id, instrument_id, quantity, cost)
                SELECT * FROM unnest(?, ?, ?, ?)
                ON CONFLICT (user_id, instrument_id) DO UPDATE SET quantity = excluded.quantity, cost = excluded.cost
                """);
    }

    void deleteHoldings(Rows rows) throws SQLException {
        rows.execute(connection, """
                DELETE FROM spot_holdings AS h USING unnest(?, ?) AS s (user_id, instrument_id)
                WHERE h.user_id = s.user_id AND h.instrument_id = s.instrument_id
                """);
    }

    void insertLedgerEntries(Rows rows) throws SQLException {
        rows.execute(connection, """
                INSERT INTO ledger_entries (outbox_id, line, debit, credit, amount, kind, reference, user_id, at)
                SELECT outbox_id, line, debit, credit, amount, kind, reference, user_id, to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                     AS new (outbox_id, line, debit, credit, amount, kind, reference, user_id, at)
                """);
    }

    /** Empty ones, where there is none. */
    void insertWallets(Rows rows) throws SQLException {
        rows.execute(
                connection,
                "INSERT INTO wallets (user_id, cash, held) SELECT id, 0, 0 FROM unnest(?) AS new (id) ON CONFLICT DO NOTHING");
    }

    /** Adds to cash and held. */
    void changeWallets(Rows rows) throws SQLException {
        rows.execute(connection, """
                UPDATE wallets AS w SET cash = w.cash + c.cash, held = w.held + c.held
                FROM unnest(?, ?, ?) AS c (user_id, cash, held) WHERE w.user_id = c.user_id
                """);
    }

    /** Adds to balances. */
    void changeAccounts(Rows rows) throws SQLException {
        rows.execute(connection, """
                INSERT INTO accounts AS a (name, balance) SELECT * FROM unnest(?, ?)
                ON CONFLICT (name) DO UPDATE SET balance = a.balance + excluded.balance
                """);
    }
}
