package touchline.market.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import touchline.market.outbox.OutboxEntry.Movement;

/** Orders, positions and money. Balances are moved by the ledger's sums; what has a last state is written in that state. */
final class TradesBatch implements Batch {
    private final Rows users = new Rows("text", "text", "text", "bigint");
    private final Rows orders = new Rows(
            "bigint", "text", "bigint", "text", "bigint", "bigint", "bigint", "bigint", "text", "bigint", "bigint");
    private final Rows waiting = new Rows("bigint", "text", "bigint", "text", "bigint", "bigint", "bigint");
    private final Rows filled = new Rows("bigint", "bigint", "bigint", "bigint", "bigint");
    private final Rows rejected = new Rows("bigint", "text", "text");
    private final Rows asked = new Rows("bigint", "text", "text", "bigint", "bigint", "bigint", "bigint");
    private final Rows decided = new Rows("bigint", "text", "text", "text", "bigint");
    private final Rows opened = new Rows(
            "bigint", "text", "bigint", "text", "bigint", "bigint", "bigint", "bigint", "bigint", "text", "bigint",
            "bigint", "bigint");
    private final Map<Long, String> levels = new TreeMap<>();
    private final Rows closed = new Rows("bigint", "text", "bigint", "bigint", "bigint", "bigint");
    private final Map<List<Object>, long[]> holdings = new LinkedHashMap<>();
    private final Rows ledger = new Rows("text", "bigint", "text", "text", "bigint", "text", "text", "text", "bigint");
    private final Map<String, Long> changes = new TreeMap<>();

    @Override
    public void add(OutboxEntry entry) {
        List<Movement> movements = entry.ledger();
        long at = entry.number("at");
        String reference = entry.text("reference");
        switch (entry.type()) {
            case "account" -> users.add(entry.text("user"), entry.text("name"), entry.text("kind"), at);
            case "order" -> order(entry, at);
            case "pending" -> pending(entry, at);
            case "decided" -> decided(entry, at);
            case "open" -> open(entry, at);
            case "amend" -> levels.put(entry.number("id"), entry.text("levels"));
            case "close" ->
                closed.add(
                        entry.number("id"),
                        entry.text("reason"),
                        entry.number("price"),
                        entry.number("seq"),
                        entry.number("payout"),
                        at);
            case "transfer" -> {
                // money only
            }
            default -> throw new OutboxEntry.Unreadable("no such type: " + entry.type());
        }
        long line = 0;
        for (Movement movement : movements) {
            ledger.add(
                    entry.id(),
                    line++,
                    movement.debit(),
                    movement.credit(),
                    movement.amount(),
                    movement.kind(),
                    reference,
                    movement.user(),
                    at);
            changes.merge(movement.debit(), -movement.amount(), Math::addExact);
            changes.merge(movement.credit(), movement.amount(), Math::addExact);
        }
    }

    private void order(OutboxEntry entry, long at) {
        String user = entry.text("user");
        long instrument = entry.number("instrument");
        long held = entry.number("held");
        long heldCost = entry.number("held_cost");
        if ("1".equals(entry.optional("waited"))) {
            filled.add(entry.number("id"), entry.number("amount"), entry.number("fee"), entry.number("realised"), at);
        } else {
            orders.add(
                    entry.number("id"),
                    user,
                    instrument,
                    entry.text("side"),
                    entry.number("quantity"),
                    entry.number("amount"),
                    entry.number("fee"),
                    entry.number("realised"),
                    entry.text("source"),
                    entry.optionalNumber("fixture"),
                    at);
        }
        holdings.put(List.of(user, instrument), new long[] {held, heldCost});
    }

    private void pending(OutboxEntry entry, long at) {
        if (entry.text("kind").equals("ORDER")) {
            waiting.add(
                    entry.number("id"),
                    entry.text("user"),
                    entry.number("instrument"),
                    entry.text("side"),
                    entry.number("quantity"),
                    entry.number("execute_at"),
                    at);
        } else {
            asked.add(
                    entry.number("id"),
                    entry.text("user"),
                    entry.text("kind"),
                    entry.number("instrument"),
                    entry.optionalNumber("position"),
                    entry.number("execute_at"),
                    at);
        }
    }

    private void decided(OutboxEntry entry, long at) {
        if (entry.text("kind").equals("ORDER")) {
            rejected.add(
                    entry.number("id"),
                    entry.text("problem"),
                    entry.optional("problem_facts")); // one that was filled is told of by its fill
        } else {
            decided.add(
                    entry.number("id"),
                    entry.text("state"),
                    entry.optional("problem"),
                    entry.optional("problem_facts"),
                    at);
        }
    }

    private void open(OutboxEntry entry, long at) {
        opened.add(
                entry.number("id"),
                entry.text("user"),
                entry.number("instrument"),
                entry.text("direction"),
                entry.number("quantity"),
                entry.number("leverage"),
                entry.number("entry_price"),
                entry.number("margin"),
                entry.number("wash_out"),
                entry.text("levels"),
                entry.number("open_seq"),
                entry.number("open_tick_at"),
                at);
    }

    @Override
    public void write(Connection connection) throws SQLException {
        users.execute(connection, """
                INSERT INTO users (id, name, kind, created_at)
                SELECT id, name, kind, to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?) AS new (id, name, kind, at)
                """);
        orders.execute(connection, """
                INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, realised, source, fixture_id, at)
                SELECT id, user_id, instrument_id, side, quantity, amount, fee, realised, source, fixture_id, to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                     AS new (id, user_id, instrument_id, side, quantity, amount, fee, realised, source, fixture_id, at)
                """);
        writeWhatWaited(connection);
        opened.execute(connection, """
                INSERT INTO cfd_positions (id, user_id, instrument_id, direction, quantity, leverage, entry_price, margin, wash_out,
                                           levels, open_seq, open_tick_at, opened_at)
                SELECT id, user_id, instrument_id, direction, quantity, leverage, entry_price, margin, wash_out,
                       levels, open_seq, open_tick_at, to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                     AS new (id, user_id, instrument_id, direction, quantity, leverage, entry_price, margin, wash_out,
                             levels, open_seq, open_tick_at, at)
                """);
        writeLevels(connection);
        closed.execute(connection, """
                UPDATE cfd_positions AS p
                SET close_reason = c.reason, close_price = c.price, close_seq = c.seq, payout = c.payout,
                    closed_at = to_timestamp(c.at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?) AS c (id, reason, price, seq, payout, at)
                WHERE p.id = c.id AND p.closed_at IS NULL
                """);
        writeHoldings(connection);
        ledger.execute(connection, """
                INSERT INTO ledger_entries (outbox_id, line, debit, credit, amount, kind, reference, user_id, at)
                SELECT outbox_id, line, debit, credit, amount, kind, reference, user_id, to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                     AS new (outbox_id, line, debit, credit, amount, kind, reference, user_id, at)
                """);
        writeBalances(connection);
    }

    private void writeWhatWaited(Connection connection) throws SQLException {
        waiting.execute(connection, """
                INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, source, state, execute_at, at)
                SELECT id, user_id, instrument_id, side, quantity, 0, 0, 'USER', 'PENDING', to_timestamp(execute_at / 1000.0),
                       to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?, ?) AS new (id, user_id, instrument_id, side, quantity, execute_at, at)
                """);
        filled.execute(connection, """
                UPDATE orders AS o SET state = 'FILLED', amount = f.amount, fee = f.fee, realised = f.realised, at = to_timestamp(f.at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?) AS f (id, amount, fee, realised, at) WHERE o.id = f.id AND o.state = 'PENDING'
                """);
        rejected.execute(connection, """
                UPDATE orders AS o SET state = 'REJECTED', problem = r.problem, problem_facts = r.facts
                FROM unnest(?, ?, ?) AS r (id, problem, facts) WHERE o.id = r.id AND o.state = 'PENDING'
                """);
        asked.execute(connection, """
                INSERT INTO position_requests (id, user_id, kind, instrument_id, position_id, state, execute_at, at)
                SELECT id, user_id, kind, instrument_id, position_id, 'PENDING', to_timestamp(execute_at / 1000.0), to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?, ?) AS new (id, user_id, kind, instrument_id, position_id, execute_at, at)
                """);
        decided.execute(connection, """
                UPDATE position_requests AS p SET state = d.state, problem = d.problem, problem_facts = d.facts, decided_at = to_timestamp(d.at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?) AS d (id, state, problem, facts, at) WHERE p.id = d.id AND p.state = 'PENDING'
                """);
    }

    private void writeLevels(Connection connection) throws SQLException {
        Rows rows = new Rows("bigint", "text");
        levels.forEach(rows::add);
        rows.execute(connection, """
                UPDATE cfd_positions AS p SET levels = l.levels
                FROM unnest(?, ?) AS l (id, levels) WHERE p.id = l.id
                """);
    }

    private void writeHoldings(Connection connection) throws SQLException {
        Rows held = new Rows("text", "bigint", "bigint", "bigint");
        Rows sold = new Rows("text", "bigint");
        holdings.forEach((key, last) -> {
            if (last[0] > 0) {
                held.add(key.get(0), key.get(1), last[0], last[1]);
            } else {
                sold.add(key.get(0), key.get(1));
            }
        });
        held.execute(connection, """
                INSERT INTO spot_holdings (user_id, instrument_id, quantity, cost)
                SELECT * FROM unnest(?, ?, ?, ?)
                ON CONFLICT (user_id, instrument_id) DO UPDATE SET quantity = excluded.quantity, cost = excluded.cost
                """);
        sold.execute(connection, """
                DELETE FROM spot_holdings AS h USING unnest(?, ?) AS s (user_id, instrument_id)
                WHERE h.user_id = s.user_id AND h.instrument_id = s.instrument_id
                """);
    }

    private void writeBalances(Connection connection) throws SQLException {
        Map<String, long[]> wallets = new TreeMap<>();
        Rows accounts = new Rows("text", "bigint");
        changes.forEach((account, change) -> {
            if (account.startsWith("cash:")) {
                wallets.computeIfAbsent(account.substring(5), user -> new long[2])[0] += change;
            } else if (account.startsWith("held:")) {
                wallets.computeIfAbsent(account.substring(5), user -> new long[2])[1] += change;
            } else {
                accounts.add(account, change);
            }
        });
        Rows users = new Rows("text");
        Rows balances = new Rows("text", "bigint", "bigint");
        wallets.forEach((user, change) -> {
            users.add(user);
            balances.add(user, change[0], change[1]);
        });
        // In two steps: the CHECKs would see the change itself as a balance.
        users.execute(
                connection,
                "INSERT INTO wallets (user_id, cash, held) SELECT id, 0, 0 FROM unnest(?) AS new (id) ON CONFLICT DO NOTHING");
        balances.execute(connection, """
                UPDATE wallets AS w SET cash = w.cash + c.cash, held = w.held + c.held
                FROM unnest(?, ?, ?) AS c (user_id, cash, held) WHERE w.user_id = c.user_id
                """);
        accounts.execute(connection, """
                INSERT INTO accounts AS a (name, balance) SELECT * FROM unnest(?, ?)
                ON CONFLICT (name) DO UPDATE SET balance = a.balance + excluded.balance
                """);
    }
}
