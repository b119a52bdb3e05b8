package touchline.market.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import touchline.market.outbox.entry.TradesEntry;
import touchline.market.outbox.row.CopyRows;
import touchline.market.outbox.row.Rows;

/** The statements that write a batch of trades, a row for each column list of {@link TradesBatch}. */
final class TradeRepository {
    private final Connection connection;

    TradeRepository(Connection connection) {
        this.connection = connection;
    }

    static CopyRows users() {
        return new CopyRows("users", "id, name, kind, created_at");
    }

    static CopyRows filledOrders() {
        return new CopyRows(
                "orders",
                "id, user_id, instrument_id, side, quantity, amount, fee, realised, source, fixture_id, at,"
                        + " client_order_id, order_type, limit_price, stop_price, time_in_force");
    }

    static CopyRows openPositions() {
        return new CopyRows(
                "cfd_positions",
                "id, user_id, instrument_id, direction, quantity, leverage, entry_price, margin, wash_out, levels, open_seq,"
                        + " open_tick_at, opened_at");
    }

    static CopyRows ledgerEntries() {
        return new CopyRows("ledger_entries", "outbox_id, line, debit, credit, amount, kind, reference, user_id, at");
    }

    void insertWaitingOrders(Rows rows) throws SQLException {
        rows.execute(connection, """
                INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, source, state, execute_at, at, client_order_id)
                SELECT id, user_id, instrument_id, side, quantity, 0, 0, 'USER', 'PENDING', to_timestamp(execute_at / 1000.0),
                       to_timestamp(at / 1000.0), client_order_id
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS new (id, user_id, instrument_id, side, quantity, execute_at, at, client_order_id)
                """);
    }

    void writeRequests(RequestRows rows) throws SQLException {
        rows.write(connection);
    }

    void fillOrders(Rows rows) throws SQLException {
        rows.execute(connection, """
                UPDATE orders AS o SET state = 'FILLED', quantity = f.quantity, amount = f.amount, fee = f.fee, realised = f.realised, at = to_timestamp(f.at / 1000.0),
                       order_type = coalesce(f.order_type, o.order_type), limit_price = coalesce(f.limit_price, o.limit_price),
                       stop_price = coalesce(f.stop_price, o.stop_price), time_in_force = coalesce(f.time_in_force, o.time_in_force),
                       reserved = 0, reserved_shares = 0
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                     AS f (id, quantity, amount, fee, realised, at, order_type, limit_price, stop_price, time_in_force)
                WHERE o.id = f.id AND o.state IN ('PENDING', 'WORKING', 'TRIGGERED')
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
                INSERT INTO position_requests (id, user_id, kind, instrument_id, position_id, part, state, execute_at, at)
                SELECT id, user_id, kind, instrument_id, position_id, part, 'PENDING', to_timestamp(execute_at / 1000.0), to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS new (id, user_id, kind, instrument_id, position_id, part, execute_at, at)
                """);
    }

    void decidePositionRequests(Rows rows) throws SQLException {
        rows.execute(connection, """
                UPDATE position_requests AS p SET state = d.state, reserved = 0, problem = d.problem, problem_facts = d.facts, decided_at = to_timestamp(d.at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?) AS d (id, state, problem, facts, at) WHERE p.id = d.id AND p.state IN ('PENDING', 'WORKING', 'TRIGGERED')
                """);
    }

    void reducePositions(Rows rows) throws SQLException {
        rows.execute(connection, """
                UPDATE cfd_positions AS p SET quantity = r.quantity, margin = r.margin
                FROM unnest(?, ?, ?) AS r (id, quantity, margin) WHERE p.id = r.id
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

    /** Adds to quantity and cost, and deletes what is empty then. */
    void changeHoldings(Rows rows) throws SQLException {
        rows.execute(connection, """
                WITH change AS (SELECT * FROM unnest(?, ?, ?, ?) AS c (user_id, instrument_id, quantity, cost)),
                gone AS (
                    DELETE FROM spot_holdings AS h USING change AS c
                    WHERE h.user_id = c.user_id AND h.instrument_id = c.instrument_id AND h.quantity + c.quantity <= 0),
                changed AS (
                    UPDATE spot_holdings AS h SET quantity = h.quantity + c.quantity, cost = greatest(0, h.cost + c.cost)
                    FROM change AS c
                    WHERE h.user_id = c.user_id AND h.instrument_id = c.instrument_id AND h.quantity + c.quantity > 0)
                INSERT INTO spot_holdings (user_id, instrument_id, quantity, cost)
                SELECT user_id, instrument_id, quantity, cost FROM change
                WHERE quantity > 0 ON CONFLICT DO NOTHING
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

    /** The rows of requests that rest, or were changed or ended without a fill; each in its last state. */
    static final class RequestRows {
        private static final Pattern PLACED_AT = Pattern.compile("(?:^| )at=([0-9]{1,18})(?: |$)");

        private final Rows orders = new Rows(
                "bigint", "text", "bigint", "text", "bigint", "text", "bigint", "text", "bigint", "bigint", "text",
                "bigint", "bigint", "text", "text", "text", "bigint", "text");
        private final Rows positions = new Rows(
                "bigint", "text", "bigint", "text", "bigint", "text", "bigint", "text", "bigint", "bigint", "text",
                "bigint", "text", "text", "text", "bigint", "bigint");

        RequestRows(Collection<TradesEntry.RequestChanged> changed) {
            for (TradesEntry.RequestChanged one : changed) {
                if (one.isOfOrder()) {
                    addOrder(one);
                } else {
                    addPositionRequest(one);
                }
            }
        }

        void write(Connection connection) throws SQLException {
            orders.execute(connection, """
                    INSERT INTO orders AS o (id, user_id, instrument_id, side, quantity, amount, fee, source, state, execute_at, order_type,
                                             limit_price, stop_price, time_in_force, reserved, reserved_shares, problem, problem_facts, terms, at,
                                             client_order_id)
                    SELECT id, user_id, instrument_id, side, quantity, 0, 0, 'USER', state, to_timestamp(execute_at / 1000.0), order_type,
                           limit_price, stop_price, time_in_force, reserved, reserved_shares, problem, facts, terms, to_timestamp(at / 1000.0),
                           client_order_id
                    FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                         AS new (id, user_id, instrument_id, side, quantity, state, execute_at, order_type, limit_price, stop_price,
                                 time_in_force, reserved, reserved_shares, problem, facts, terms, at, client_order_id)
                    ON CONFLICT (id) DO UPDATE SET quantity = excluded.quantity, state = excluded.state, execute_at = excluded.execute_at,
                           order_type = excluded.order_type, limit_price = excluded.limit_price, stop_price = excluded.stop_price,
                           time_in_force = excluded.time_in_force, reserved = excluded.reserved, reserved_shares = excluded.reserved_shares,
                           problem = excluded.problem, problem_facts = excluded.problem_facts, terms = excluded.terms
                    WHERE o.state IN ('PENDING', 'WORKING', 'TRIGGERED')
                    """);
            positions.execute(connection, """
                    INSERT INTO position_requests AS p (id, user_id, instrument_id, kind, position_id, state, execute_at, order_type, limit_price,
                                                        stop_price, time_in_force, reserved, problem, problem_facts, terms, at, decided_at)
                    SELECT id, user_id, instrument_id, kind, position_id, state, to_timestamp(execute_at / 1000.0), order_type, limit_price,
                           stop_price, time_in_force, reserved, problem, facts, terms, to_timestamp(at / 1000.0), to_timestamp(decided_at / 1000.0)
                    FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                         AS new (id, user_id, instrument_id, kind, position_id, state, execute_at, order_type, limit_price, stop_price,
                                 time_in_force, reserved, problem, facts, terms, at, decided_at)
                    ON CONFLICT (id) DO UPDATE SET state = excluded.state, execute_at = excluded.execute_at, order_type = excluded.order_type,
                           limit_price = excluded.limit_price, stop_price = excluded.stop_price, time_in_force = excluded.time_in_force,
                           reserved = excluded.reserved, problem = excluded.problem, problem_facts = excluded.problem_facts,
                           terms = excluded.terms, decided_at = excluded.decided_at
                    WHERE p.state IN ('PENDING', 'WORKING', 'TRIGGERED')
                    """);
        }

        private void addOrder(TradesEntry.RequestChanged one) {
            TradesEntry.RequestTerms terms = one.terms();
            TradesEntry.Conditions conditions = terms.conditions();
            orders.add(
                    one.id(),
                    one.user().value(),
                    one.instrument().value(),
                    terms.side(),
                    terms.quantity(),
                    one.state(),
                    terms.executeAt(),
                    conditions.type(),
                    conditions.limitPrice(),
                    conditions.stopPrice(),
                    conditions.timeInForce(),
                    terms.reserved().money(),
                    terms.reserved().shares(),
                    one.problem(),
                    one.problemFacts(),
                    terms.written(),
                    placedAt(one),
                    terms.clientId());
        }

        private void addPositionRequest(TradesEntry.RequestChanged one) {
            TradesEntry.RequestTerms terms = one.terms();
            TradesEntry.Conditions conditions = terms.conditions();
            positions.add(
                    one.id(),
                    one.user().value(),
                    one.instrument().value(),
                    one.kind(),
                    terms.position(),
                    one.state(),
                    terms.executeAt(),
                    conditions.type(),
                    conditions.limitPrice(),
                    conditions.stopPrice(),
                    conditions.timeInForce(),
                    terms.reserved().money(),
                    one.problem(),
                    one.problemFacts(),
                    terms.written(),
                    placedAt(one),
                    one.isEnded() ? one.at() : null);
        }

        /** An entry later in its life tells when it was placed; the first one is of that time itself. */
        private static long placedAt(TradesEntry.RequestChanged one) {
            Matcher placed = PLACED_AT.matcher(one.terms().written());
            return placed.find() ? Long.parseLong(placed.group(1)) : one.at();
        }
    }
}
