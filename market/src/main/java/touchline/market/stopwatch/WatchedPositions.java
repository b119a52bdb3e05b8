package touchline.market.stopwatch;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.margin.Ticks;
import touchline.market.position.OpenPositions;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.position.rule.BestPrice;
import touchline.market.position.rule.CloseReason;
import touchline.market.stopwatch.index.SortedTriggerIndex;
import touchline.market.stopwatch.index.TrailingStops;
import touchline.market.stopwatch.index.TriggerIndex;
import touchline.market.stopwatch.index.WatchedPosition;
import touchline.market.unreadable.UnreadableRecordException;

/** The open positions that a session knows, read from Redis and indexed by the prices that close them. Not thread-safe. */
final class WatchedPositions {
    private final TriggerIndex index = new SortedTriggerIndex();
    private final TrailingStops trailing = new TrailingStops();
    private final Set<String> invalidPositions = new HashSet<>();
    private final Set<Long> removed = new HashSet<>();
    private final Positions positions;
    private final StopWatchStats stats;

    WatchedPositions(Positions positions, StopWatchStats stats) {
        this.positions = positions;
        this.stats = stats;
    }

    TriggerIndex index() {
        return index;
    }

    /**
     * Watches a position.
     *
     * @param best of its trailing stop, by all ticks so far; null where it has none
     */
    void put(OpenPositions.Terms position, @Nullable BestPrice best) {
        index.put(WatchedPosition.of(position));
        long id = position.id().value();
        trailing.remove(id);
        if (best != null) {
            trailing.put(
                    id,
                    position.instrument().value(),
                    position.direction(),
                    best,
                    position.levels().latest().trail());
        }
    }

    /** Takes a position out of the index until it is read again; returns whether it was there. */
    boolean unindex(PositionId id) {
        trailing.remove(id.value());
        return index.remove(id.value());
    }

    /** Whether an instrument has positions with a trailing stop. */
    boolean hasTrailing(InstrumentId instrument) {
        return trailing.isAnyOn(instrument.value());
    }

    /** Reads the positions with a trailing stop on an instrument again, whose best prices are then those of its stream up to an offset. */
    void reloadTrailing(InstrumentId instrument, TickTape tape, TickOffset until) {
        Set<Long> ids = trailing.on(instrument.value());
        if (ids.isEmpty()) {
            return;
        }
        ids.forEach(id -> unindex(PositionId.of(id)));
        List<OpenPositions.Terms> open = readable(positions.readTermsOn(instrument)).stream()
                .filter(position -> ids.contains(position.id().value()))
                .toList();
        TickOffset opened = open.stream()
                .map(position -> new TickOffset(position.openTickAt(), position.openSeq()))
                .min(Comparator.comparingLong(TickOffset::seq))
                .orElse(until);
        Ticks ticks = tape.after(instrument, opened).upTo(until.seq());
        open.forEach(position -> put(position, MarginReplay.best(position, ticks)));
    }

    /** Passes each position that a tick breaches to the listener, and removes it. Of several reasons the stop-loss comes first. */
    void tick(InstrumentId instrument, long seq, long price, BreachReceiver receiver) {
        Set<Long> stopped = new HashSet<>();
        trailing.tick(instrument.value(), seq, price, (position, best) -> {
            stopped.add(position);
            receiver.breached(position, CloseReason.STOP_LOSS, index.levelCount(position), best);
        });
        index.breached(instrument.value(), seq, price, (position, reason) -> {
            if (!stopped.contains(position)) {
                receiver.breached(position, reason, index.levelCount(position), null);
            }
        });
    }

    /** Receives a position that a tick breaches, and the number of levels that it was judged by; {@code best} is that of a trailing stop, null for other levels. */
    @FunctionalInterface
    interface BreachReceiver {
        void breached(long position, CloseReason reason, int levelCount, @Nullable BestPrice best);
    }

    /** Removes a position; returns whether it was there. */
    boolean remove(PositionId id) {
        removed.add(id.value());
        return unindex(id);
    }

    /** Forgets which positions were removed so far. */
    void startRecordingRemovals() {
        removed.clear();
    }

    /** Whether a position was removed since {@link #startRecordingRemovals}. */
    boolean wasRemoved(PositionId id) {
        return removed.contains(id.value());
    }

    /** The ids of the watched positions on each of some instruments. */
    Map<Long, Set<Long>> idsOn(Set<InstrumentId> instruments) {
        Map<Long, Set<Long>> ids = new HashMap<>();
        instruments.forEach(instrument -> ids.put(instrument.value(), new HashSet<>()));
        index.each(
                ids.keySet(),
                (instrument, position) ->
                        ids.computeIfAbsent(instrument, any -> new HashSet<>()).add(position));
        return ids;
    }

    /** Counts those of a reading that can't be read, and returns the others. */
    List<OpenPositions.Terms> readable(OpenPositions<OpenPositions.Terms> open) {
        open.unreadable().forEach(this::countInvalid);
        return open.readable();
    }

    /** Reads an open position; empty where it is closed, or can't be read: then it must not keep the others from being watched. */
    Optional<Position> read(PositionId id) {
        try {
            Optional<Position> open = positions.find(id).filter(position -> position.close() == null);
            invalidPositions.remove(id.toString());
            return open;
        } catch (UnreadableRecordException noted) {
            countInvalid(id.toString());
            return Optional.empty();
        }
    }

    private void countInvalid(String id) {
        if (invalidPositions.add(id)) {
            stats.unreadable();
        }
    }
}
