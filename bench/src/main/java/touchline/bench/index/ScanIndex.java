package touchline.bench.index;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.stopwatch.index.TriggerIndex;
import touchline.market.stopwatch.index.WatchedPosition;

/** Looks at every open position at each tick: what the sorted index is measured against. */
final class ScanIndex implements TriggerIndex {
    private final Map<Long, WatchedPosition> open = new LinkedHashMap<>();

    @Override
    public void put(WatchedPosition position) {
        open.put(position.position(), position);
    }

    @Override
    public boolean remove(long position) {
        return open.remove(position) != null;
    }

    @Override
    public void breached(long instrument, long seq, long price, BreachListener listener) {
        for (WatchedPosition position : open.values()) {
            if (position.instrument() == instrument && seq > position.openSeq()) {
                CloseReason reason = reason(position, seq, price);
                if (reason != null) {
                    listener.breached(position.position(), reason);
                }
            }
        }
    }

    @Override
    public int size() {
        return open.size();
    }

    @Override
    public int levelCount(long position) {
        WatchedPosition watched = open.get(position);
        return watched == null ? 0 : watched.levelCount();
    }

    @Override
    public int count(long instrument) {
        return (int) open.values().stream()
                .filter(one -> one.instrument() == instrument)
                .count();
    }

    @Override
    public void each(PositionVisitor visitor) {
        open.values().forEach(one -> visitor.position(one.instrument(), one.position()));
    }

    @Override
    public Map<Long, Integer> counts() {
        Map<Long, Integer> counts = new LinkedHashMap<>();
        open.values().forEach(one -> counts.merge(one.instrument(), 1, Integer::sum));
        return counts;
    }

    @Override
    public long fingerprint(long instrument) {
        return open.values().stream()
                .filter(one -> one.instrument() == instrument)
                .mapToLong(one -> TriggerIndex.mixed(one.position()))
                .sum();
    }

    @Override
    public boolean isOn(long instrument, long position) {
        WatchedPosition watched = open.get(position);
        return watched != null && watched.instrument() == instrument;
    }

    @Override
    public void each(Set<Long> instruments, PositionVisitor visitor) {
        each((instrument, position) -> {
            if (instruments.contains(instrument)) {
                visitor.position(instrument, position);
            }
        });
    }

    private static @Nullable CloseReason reason(WatchedPosition position, long seq, long price) {
        boolean isLong = position.direction() == Direction.LONG;
        boolean levels = seq > position.levelSeq();
        if (levels && position.stop() > 0 && (isLong ? price <= position.stop() : price >= position.stop())) {
            return CloseReason.STOP_LOSS;
        }
        if (position.washOut() > 0 && (isLong ? price <= position.washOut() : price >= position.washOut())) {
            return CloseReason.WASH_OUT;
        }
        if (levels && position.take() > 0 && (isLong ? price >= position.take() : price <= position.take())) {
            return CloseReason.TAKE_PROFIT;
        }
        return null;
    }
}
