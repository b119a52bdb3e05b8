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
import touchline.market.outbox.entry.HoldingState;
import touchline.market.outbox.entry.Movement;
import touchline.market.outbox.entry.TradesEntry;
import touchline.market.outbox.row.CopyRows;
import touchline.market.outbox.row.Rows;
import touchline.market.position.Close;
import touchline.market.position.Position;
import touchline.market.wallet.UserId;
import touchline.market.webhook.WebhookEvents;

/** Orders, positions and money. Balances are moved by the ledger's sums; what has a last state is written in that state. */
final class TradesBatch implements OutboxStream.Batch, TradesEntry.Handler {
    private final CopyRows users = TradeRepository.users();
    private final CopyRows orders = TradeRepository.filledOrders();
    private final Rows waiting = new Rows("bigint", "text", "bigint", "text", "bigint", "bigint", "bigint", "text");
    private final Rows filled =
            new Rows("bigint", "bigint", "bigint", "bigint", "bigint", "bigint", "text", "bigint", "bigint", "text");
    private final Rows rejected = new Rows("bigint", "text", "text");
    private final Rows asked = new Rows("bigint", "text", "text", "bigint", "bigint", "bigint", "bigint", "bigint");
    private final Rows decided = new Rows("bigint", "text", "text", "text", "bigint");
    private final CopyRows opened = TradeRepository.openPositions();
    private final Map<Long, TradesEntry.RequestChanged> changed = new TreeMap<>();
    private final Map<Long, Position> parts = new TreeMap<>();
    private final Map<Long, String> levels = new TreeMap<>();
    private final Rows closed = new Rows("bigint", "text", "bigint", "bigint", "bigint", "bigint");
    private final Map<Holder, HoldingState> holdings = new LinkedHashMap<>();
    private final CopyRows ledger = TradeRepository.ledgerEntries();
    private final Map<String, Long> changes = new TreeMap<>();
    private final WebhookEvents webhooks = new WebhookEvents();

    /** A user and an instrument of which it may hold shares. */
    private record Holder(UserId user, InstrumentId instrument) {}

    @Override
    public void add(EncodedEntry encoded) {
        TradesEntry entry = EntryCodec.decodeTrade(encoded);
        entry.accept(this);
        webhooks.add(encoded);
        Booking booking = entry.booking();
        int line = 0;
        for (Movement movement : booking.ledger()) {
            ledger.row()
                    .text(encoded.id())
                    .integer(line++)
                    .text(movement.debit())
                    .text(movement.credit())
                    .bigint(movement.amount())
                    .text(movement.kind())
                    .text(booking.reference())
                    .text(movement.user())
                    .time(booking.at());
            changes.merge(movement.debit(), -movement.amount(), Math::addExact);
            changes.merge(movement.credit(), movement.amount(), Math::addExact);
        }
    }

    @Override
    public void accountOpened(TradesEntry.AccountOpened entry) {
        users.row()
                .text(entry.user().value())
                .text(entry.name())
                .text(entry.kind())
                .time(entry.at());
    }

    @Override
    public void moneyTransferred(TradesEntry.MoneyTransferred entry) {
        // its ledger is all of it
    }

    @Override
    public void orderFilled(TradesEntry.OrderFilled entry) {
        TradesEntry.Fill fill = entry.fill();
        TradesEntry.Conditions conditions = fill.conditions();
        if (entry.waited()) {
            filled.add(
                    entry.id(),
                    fill.quantity(),
                    fill.amount(),
                    fill.fee(),
                    fill.realised(),
                    entry.at(),
                    conditions == null ? null : conditions.type(),
                    conditions == null ? null : conditions.limitPrice(),
                    conditions == null ? null : conditions.stopPrice(),
                    conditions == null ? null : conditions.timeInForce());
        } else {
            FixtureId fixture = entry.fixture();
            orders.row()
                    .bigint(entry.id())
                    .text(entry.user().value())
                    .bigint(entry.instrument().value())
                    .text(fill.side())
                    .bigint(fill.quantity())
                    .bigint(fill.amount())
                    .bigint(fill.fee())
                    .bigint(fill.realised())
                    .text(fill.source())
                    .bigint(fixture == null ? null : fixture.value())
                    .time(entry.at())
                    .text(entry.clientId())
                    .text(conditions == null ? null : conditions.type())
                    .bigint(conditions == null ? null : conditions.limitPrice())
                    .bigint(conditions == null ? null : conditions.stopPrice())
                    .text(conditions == null ? null : conditions.timeInForce());
        }
        holdings.merge(
                new Holder(entry.user(), entry.instrument()), entry.held(), (before, held) -> held.after(before));
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
                entry.at(),
                entry.clientId());
    }

    @Override
    public void positionRequestQueued(TradesEntry.PositionRequestQueued entry) {
        asked.add(
                entry.id(),
                entry.user().value(),
                entry.kind(),
                entry.instrument().value(),
                entry.position(),
                entry.position() == null ? null : entry.quantity(),
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
    public void requestChanged(TradesEntry.RequestChanged entry) {
        changed.put(entry.id(), entry);
    }

    @Override
    public void positionOpened(TradesEntry.PositionOpened entry) {
        open(
                entry.position(),
                entry.position().id().value(),
                entry.position().quantity().shares(),
                entry.position().margin().tenThousandths());
    }

    @Override
    public void positionSplit(TradesEntry.PositionSplit entry) {
        parts.put(entry.position().id().value(), entry.position());
        open(entry.position(), entry.part(), entry.partQuantity(), entry.partMargin());
    }

    private void open(Position position, long id, long quantity, long margin) {
        opened.row()
                .bigint(id)
                .text(position.user().value())
                .bigint(position.instrument().value())
                .text(position.direction().name())
                .bigint(quantity)
                .integer(position.leverage())
                .bigint(position.entryPrice().tenThousandths())
                .bigint(margin)
                .bigint(position.washOut())
                .text(position.levels().toString())
                .bigint(position.openSeq())
                .bigint(position.openTickAt())
                .time(position.openedAt().toEpochMilli());
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
        TradeRepository repository = new TradeRepository(connection);
        users.copy(connection);
        orders.copy(connection);
        writeWhatWaited(repository);
        opened.copy(connection);
        writeParts(repository);
        writeLevels(repository);
        repository.closePositions(closed);
        writeHoldings(repository);
        ledger.copy(connection);
        writeBalances(repository);
        webhooks.write(connection);
    }

    private void writeWhatWaited(TradeRepository repository) throws SQLException {
        repository.insertWaitingOrders(waiting);
        repository.insertPositionRequests(asked);
        repository.writeRequests(new TradeRepository.RequestRows(changed.values()));
        repository.fillOrders(filled);
        repository.rejectOrders(rejected);
        repository.decidePositionRequests(decided);
    }

    private void writeParts(TradeRepository repository) throws SQLException {
        Rows rows = new Rows("bigint", "bigint", "bigint");
        parts.forEach((id, position) ->
                rows.add(id, position.quantity().shares(), position.margin().tenThousandths()));
        repository.reducePositions(rows);
    }

    private void writeLevels(TradeRepository repository) throws SQLException {
        Rows rows = new Rows("bigint", "text");
        levels.forEach(rows::add);
        repository.updateLevels(rows);
    }

    private void writeHoldings(TradeRepository repository) throws SQLException {
        Rows held = new Rows("text", "bigint", "bigint", "bigint");
        Rows sold = new Rows("text", "bigint");
        Rows besideOthers = new Rows("text", "bigint", "bigint", "bigint");
        holdings.forEach((key, last) -> {
            String user = key.user().value();
            long instrument = key.instrument().value();
            if (last.isChange()) {
                besideOthers.add(user, instrument, last.quantity(), last.cost());
            } else if (last.quantity() > 0) {
                held.add(user, instrument, last.quantity(), last.cost());
            } else {
                sold.add(user, instrument);
            }
        });
        repository.saveHoldings(held);
        repository.deleteHoldings(sold);
        repository.changeHoldings(besideOthers);
    }

    private void writeBalances(TradeRepository repository) throws SQLException {
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
        repository.insertWallets(users);
        repository.changeWallets(balances);
        repository.changeAccounts(accounts);
    }
}
