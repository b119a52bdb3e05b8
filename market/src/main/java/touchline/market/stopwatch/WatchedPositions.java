package touchline.market.stopwatch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import touchline.market.instrument.InstrumentId;
import touchline.market.position.OpenPositions;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.stopwatch.index.SortedTriggerIndex;
import touchline.market.stopwatch.index.TriggerIndex;
import touchline.market.stopwatch.index.WatchedPosition;
import touchline.market.unreadable.UnreadableRecordException;

/** The open positions that a session knows, read from Redis and indexed by the prices that close them. Not thread-safe. */
final class WatchedPositions {
    private final TriggerIndex index = new SortedTriggerIndex();
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

    void put(Position position) {
        index.put(WatchedPosition.of(position));
    }

    /** Removes a position; returns whether it was there. */
    boolean remove(PositionId id) {
        removed.add(id.value());
        return index.remove(id.value());
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
        index.each((instrument, position) -> {
            Set<Long> known = ids.get(instrument);
            if (known != null) {
                known.add(position);
            }
        });
        return ids;
    }

    OpenPositions readOn(InstrumentId instrument) {
        OpenPositions open = positions.readOpenOn(instrument);
        open.unreadable().forEach(this::countInvalid);
        return open;
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
