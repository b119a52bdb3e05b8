package touchline.market.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.outbox.entry.EncodedEntry;
import touchline.market.outbox.entry.EntryCodec;
import touchline.market.outbox.entry.TicksEntry;
import touchline.market.outbox.row.CopyRows;
import touchline.market.outbox.row.Rows;

/** Ticks, match events, and what instruments are. */
final class TicksBatch implements OutboxStream.Batch, TicksEntry.Handler {
    private final CopyRows ticks = TickRepository.ticks();
    private final Map<InstrumentId, TicksEntry.InstrumentListed> listed = new LinkedHashMap<>();
    private final Map<InstrumentId, InstrumentChange> changes = new TreeMap<>();
    private final Map<List<Long>, LatestEvent> events = new LinkedHashMap<>();
    private final ReplacedEvents replaced = new ReplacedEvents();

    /** The latest version of an event in this batch, and the number of versions. */
    private record LatestEvent(TicksEntry.EventRecorded event, int times, long firstAt) {

        LatestEvent followedBy(LatestEvent later) {
            return new LatestEvent(later.event, times + 1, firstAt);
        }
    }

    @Override
    public void add(EncodedEntry entry) {
        EntryCodec.decodeTick(entry).accept(this);
    }

    @Override
    public void priceTicked(TicksEntry.PriceTicked entry) {
        long price = entry.price().tenThousandths();
        ticks.row()
                .bigint(entry.instrument().value())
                .bigint(entry.seq())
                .bigint(price)
                .bigint(entry.at());
        change(entry.instrument()).ticked(price, entry.seq(), entry.at());
    }

    @Override
    public void baseMoved(TicksEntry.BaseMoved entry) {
        change(entry.instrument()).based(entry.base(), entry.belowFloor());
    }

    /** Listed and changed in the same batch: name and team change, the starting price doesn't. */
    @Override
    public void instrumentListed(TicksEntry.InstrumentListed entry) {
        listed.merge(
                entry.instrument(),
                entry,
                (first, last) -> new TicksEntry.InstrumentListed(
                        last.instrument(),
                        last.name(),
                        last.teamId(),
                        last.team(),
                        last.position(),
                        first.price(),
                        first.depth(),
                        first.at()));
        change(entry.instrument()).delistedAt(null);
    }

    @Override
    public void instrumentDelisted(TicksEntry.InstrumentDelisted entry) {
        change(entry.instrument()).delistedAt(entry.at());
    }

    @Override
    public void fixtureEntered(TicksEntry.FixtureEntered entry) {
        change(entry.instrument()).entered(entry.fixture().value(), entry.matchBasePrice());
    }

    @Override
    public void settlementFroze(TicksEntry.SettlementFroze entry) {
        change(entry.instrument()).frozenFor(entry.fixture().value());
    }

    @Override
    public void settlementThawed(TicksEntry.SettlementThawed entry) {
        change(entry.instrument()).thawed();
    }

    @Override
    public void tradingChanged(TicksEntry.TradingChanged entry) {
        // For subscribers only: a freeze is not part of the book.
    }

    @Override
    public void eventRecorded(TicksEntry.EventRecorded entry) {
        long fixture = entry.fixture().value();
        replaced.inUse(fixture, entry.event());
        if (entry.replaces() != null) {
            replaced.replaced(fixture, entry.replaces(), entry.event());
        }
        events.merge(List.of(fixture, entry.event()), new LatestEvent(entry, 1, entry.at()), LatestEvent::followedBy);
    }

    private InstrumentChange change(InstrumentId instrument) {
        return changes.computeIfAbsent(instrument, id -> new InstrumentChange());
    }

    @Override
    public void write(Connection connection) throws SQLException {
        TickRepository repository = new TickRepository(connection);
        writeListed(repository);
        ticks.copy(connection);
        writeChanges(repository);
        writeEvents(repository);
        replaced.write(repository);
    }

    private void writeListed(TickRepository repository) throws SQLException {
        Rows rows = new Rows("bigint", "text", "bigint", "text", "text", "bigint", "bigint", "bigint");
        listed.values()
                .forEach(one -> rows.add(
                        one.instrument().value(),
                        one.name(),
                        one.teamId(),
                        one.team(),
                        one.position(),
                        one.price(),
                        one.depth(),
                        one.at()));
        repository.upsertInstruments(rows);
    }

    private void writeChanges(TickRepository repository) throws SQLException {
        Rows rows = new Rows(
                "bigint", "bigint", "bigint", "bigint", "bigint", "bigint", "boolean", "bigint", "boolean", "bigint",
                "bigint", "boolean", "bigint");
        changes.forEach((id, change) -> rows.add(
                id.value(),
                change.base,
                change.belowFloor,
                change.price,
                change.seq,
                change.at,
                change.frozen,
                change.frozenFor,
                change.fixtureChanged,
                change.fixture,
                change.matchBase,
                change.listingChanged,
                change.delistedAt));
        repository.changeInstruments(rows);
    }

    private void writeEvents(TickRepository repository) throws SQLException {
        Rows rows = new Rows(
                "bigint", "bigint", "bigint", "bigint", "bigint", "bigint", "bigint", "bigint", "boolean", "boolean",
                "text", "boolean", "text", "text", "bigint", "bigint", "bigint");
        events.values().forEach(latest -> {
            TicksEntry.EventRecorded entry = latest.event();
            MatchEvent event = entry.parsed();
            rows.add(
                    entry.fixture().value(),
                    entry.event(),
                    (long) event.typeId(),
                    event.participantId(),
                    event.playerId(),
                    event.relatedPlayerId(),
                    number(event.minute()),
                    number(event.extraMinute()),
                    event.rescinded(),
                    entry.effect().applied(),
                    entry.effect().bumps(),
                    entry.effect().owed(),
                    entry.detail(),
                    entry.corrections(),
                    (long) latest.times(),
                    latest.firstAt(),
                    entry.at());
        });
        repository.upsertEvents(rows);
    }

    private static @Nullable Long number(@Nullable Integer value) {
        return value == null ? null : value.longValue();
    }
}
