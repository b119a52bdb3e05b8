package touchline.market.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.outbox.entry.Booking;
import touchline.market.outbox.entry.EncodedEntry;
import touchline.market.outbox.entry.EntryCodec;
import touchline.market.outbox.entry.Movement;
import touchline.market.outbox.entry.TradesEntry;
import touchline.market.position.Close;
import touchline.market.position.Position;
import touchline.market.wallet.UserId;

/** Orders, positions and money. Balances are moved by the ledger's sums; what has a last state is written in that state. */
final class TradesBatch implements Batch, TradesEntry.Handler {
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
    private final Map<Holder, TradesEntry.HoldingState> holdings = new LinkedHashMap<>();
    private final Rows ledger = new Rows("text", "bigint", "text", "text", "bigint", "text", "text", "text", "bigint");
    private final Map<String, Long> changes = new TreeMap<>();

    /** A user and an instrument of which it may hold shares. */
    private record Holder(UserId user, InstrumentId instrument) {}

    @Override
    public void add(EncodedEntry encoded) {
        TradesEntry entry = EntryCodec.decodeTrade(encoded);
        entry.accept(this);
        Booking booking = entry.booking();
        long line = 0;
        for (Movement movement : booking.ledger()) {
            ledger.add(
                    encoded.id(),
                    line++,
                    movement.debit(),
                    movement.credit(),
                    movement.amount(),
                    movement.kind(),
                    booking.reference(),
                    movement.user(),
                    booking.at());
            changes.merge(movement.debit(), -movement.amount(), Math::addExact);
            changes.merge(movement.credit(), movement.amount(), Math::addExact);
        }
    }

    @Override
    public void accountOpened(TradesEntry.AccountOpened entry) {
        users.add(entry.user().value(), entry.name(), entry.kind(), entry.at());
    }

    @Override
    public void moneyTransferred(TradesEntry.MoneyTransferred entry) {
        // its ledger is all of it
    }

    @Override
    public void orderFilled(TradesEntry.OrderFilled entry) {
        TradesEntry.Fill fill = entry.fill();
        if (entry.waited()) {
            filled.add(entry.id(), fill.amount(), fill.fee(), fill.realised(), entry.at());
        } else {
            FixtureId fixture = entry.fixture();
            orders.add(
                    entry.id(),
                    entry.user().value(),
                    entry.instrument().value(),
                    fill.side(),
                    fill.quantity(),
                    fill.amount(),
                    fill.fee(),
                    fill.realised(),
                    fill.source(),
                    fixture == null ? null : fixture.value(),
                    entry.at());
        }
        holdings.put(new Holder(entry.user(), entry.instrument()), entry.held());
    }

    @Override
    public void orderQueued(TradesEntry.OrderQueued entry) {
        waiting.add(
                entry.id(),
                entry.user().value(),
                entry.instrument().value(),
                entry.side(),
                entry.quantity(),
                entry.executeAt(),
                entry.at());
    }

    @Override
    public void positionRequestQueued(TradesEntry.PositionRequestQueued entry) {
        asked.add(
                entry.id(),
                entry.user().value(),
                entry.kind(),
                entry.instrument().value(),
                entry.position(),
                entry.executeAt(),
                entry.at());
    }

    @Override
    public void requestDecided(TradesEntry.RequestDecided entry) {
        if (entry.isOfOrder()) {
            rejected.add(entry.id(), entry.problem(), entry.problemFacts());
        } else {
            decided.add(entry.id(), entry.state(), entry.problem(), entry.problemFacts(), entry.at());
        }
    }

    @Override
    public void positionOpened(TradesEntry.PositionOpened entry) {
        Position position = entry.position();
        opened.add(
                position.id().value(),
                position.user().value(),
                position.instrument().value(),
                position.direction().name(),
                position.quantity().shares(),
                (long) position.leverage(),
                position.entryPrice().tenThousandths(),
                position.margin().tenThousandths(),
                position.washOut(),
                position.levels().toString(),
                position.openSeq(),
                position.openTickAt(),
                entry.at());
    }

    @Override
    public void levelsAmended(TradesEntry.LevelsAmended entry) {
        levels.put(entry.position().id().value(), entry.position().levels().toString());
    }

    @Override
    public void positionClosed(TradesEntry.PositionClosed entry) {
        Close close = Objects.requireNonNull(entry.position().close());
        closed.add(
                entry.position().id().value(),
                close.reason().name(),
                close.price().tenThousandths(),
                close.seq(),
                close.payout().tenThousandths(),
                entry.at());
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
            String user = key.user().value();
            long instrument = key.instrument().value();
            if (last.quantity() > 0) {
                held.add(user, instrument, last.quantity(), last.cost());
            } else {
                sold.add(user, instrument);
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
