package touchline.market.stopwatch.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import touchline.market.position.rule.BestPrice;
import touchline.market.position.rule.Direction;

/**
 * The trailing stops of open positions, found by the price that reaches them. Those with the same best price are a group, ordered by their distance. A tick
 * that is better than the best price of some groups merges them, the smaller into the larger; so a tick costs what it triggers, and all merges of a position
 * together cost a logarithm. Not thread-safe. The ticks of an instrument are passed in their order.
 */
public final class TrailingStops {
    private final Map<Long, Map<Direction, StopSide>> instruments = new HashMap<>();
    private final Map<Long, TrailedStop> stops = new HashMap<>();

    /** Receives each position whose stop a tick reaches, with the best price before the tick. */
    @FunctionalInterface
    public interface StopListener {
        void reached(long position, BestPrice best);
    }

    /**
     * Adds a position, or replaces it.
     *
     * @param best of the ticks so far
     * @param distance in ten-thousandths
     */
    public void put(long position, long instrument, Direction direction, BestPrice best, long distance) {
        remove(position);
        StopSide side = instruments
                .computeIfAbsent(instrument, none -> new HashMap<>())
                .computeIfAbsent(direction, StopSide::new);
        TrailedStop stop = new TrailedStop(position, side, best, distance);
        stops.put(position, stop);
        side.later.add(stop);
    }

    /** Whether there is a position on an instrument. */
    public boolean isAnyOn(long instrument) {
        return instruments.getOrDefault(instrument, Map.of()).values().stream()
                .anyMatch(side -> !side.later.isEmpty() || !side.byBest.isEmpty());
    }

    /** The positions on an instrument. */
    public Set<Long> on(long instrument) {
        Set<Long> positions = new HashSet<>();
        for (StopSide side : instruments.getOrDefault(instrument, Map.of()).values()) {
            side.later.forEach(stop -> positions.add(stop.position));
            side.byBest.values().forEach(group -> group.stops.forEach(stop -> positions.add(stop.position)));
        }
        return positions;
    }

    /** Removes a position, if it is there. */
    public void remove(long position) {
        TrailedStop stop = stops.remove(position);
        if (stop != null) {
            stop.side.remove(stop);
        }
    }

    /** Removes the positions whose stops a tick reaches and passes them to the listener, and moves the other stops. */
    public void tick(long instrument, long seq, long price, StopListener listener) {
        Map<Direction, StopSide> sides = instruments.get(instrument);
        if (sides == null) {
            return;
        }
        List<TrailedStop> reached = new ArrayList<>();
        sides.values().forEach(side -> reached.addAll(side.judge(seq, side.sign * price)));
        for (TrailedStop stop : reached) {
            stops.remove(stop.position);
            listener.reached(stop.position, new BestPrice(stop.first.level(), stop.reachedAt));
        }
    }

    /** A stop; its best price is that of its group, or {@code first} until it is in one. */
    private static final class TrailedStop {
        final long position;
        final StopSide side;
        final BestPrice first;
        final long distance;

        @Nullable
        StopGroup group;

        long reachedAt;

        TrailedStop(long position, StopSide side, BestPrice first, long distance) {
            this.position = position;
            this.side = side;
            this.first = first;
            this.distance = distance;
        }
    }

    /** Stops with the same best price, by distance. */
    private static final class StopGroup {
        final TreeSet<TrailedStop> stops = new TreeSet<>(
                Comparator.<TrailedStop>comparingLong(stop -> stop.distance).thenComparingLong(stop -> stop.position));
        long best;

        StopGroup(long best) {
            this.best = best;
        }

        long trigger() {
            return best - stops.first().distance;
        }
    }

    /** The stops of one direction on an instrument. Prices of shorts are negative in here, so that more is better. */
    private static final class StopSide {
        final long sign;
        /** Those that were put since the last tick. */
        final Set<TrailedStop> later = new LinkedHashSet<>();

        private final NavigableMap<Long, StopGroup> byBest = new TreeMap<>();
        private final NavigableMap<Long, Set<StopGroup>> byTrigger = new TreeMap<>();

        StopSide(Direction direction) {
            this.sign = direction == Direction.LONG ? 1 : -1;
        }

        /** The stops that a price reaches, taken out; the others follow the price. */
        List<TrailedStop> judge(long seq, long price) {
            admit(seq);
            List<TrailedStop> reached = new ArrayList<>();
            for (Set<StopGroup> groups : byTrigger.tailMap(price, true).values()) {
                for (StopGroup group : groups) {
                    for (TrailedStop stop : group.stops) {
                        if (group.best - stop.distance < price) {
                            break;
                        }
                        stop.reachedAt = sign * group.best;
                        reached.add(stop);
                    }
                }
            }
            reached.forEach(this::remove);
            raise(price);
            return reached;
        }

        void remove(TrailedStop stop) {
            StopGroup group = stop.group;
            if (group == null) {
                later.remove(stop);
                return;
            }
            unlist(group);
            group.stops.remove(stop);
            if (group.stops.isEmpty()) {
                byBest.remove(group.best);
            } else {
                list(group);
            }
        }

        private void admit(long seq) {
            later.removeIf(stop -> {
                if (stop.first.afterSeq() >= seq) {
                    return false;
                }
                StopGroup group = byBest.computeIfAbsent(sign * stop.first.price(), StopGroup::new);
                if (!group.stops.isEmpty()) {
                    unlist(group);
                }
                group.stops.add(stop);
                stop.group = group;
                list(group);
                return true;
            });
        }

        /** Raises the best price of the groups below a price to it. */
        private void raise(long price) {
            List<StopGroup> merged = new ArrayList<>(byBest.headMap(price, true).values());
            if (merged.isEmpty()) {
                return;
            }
            byBest.headMap(price, true).clear();
            merged.forEach(this::unlist);
            StopGroup largest = merged.get(0);
            for (StopGroup group : merged) {
                largest = group.stops.size() > largest.stops.size() ? group : largest;
            }
            largest.best = price;
            for (StopGroup group : merged) {
                if (group != largest) {
                    for (TrailedStop stop : group.stops) {
                        stop.group = largest;
                        largest.stops.add(stop);
                    }
                }
            }
            byBest.put(price, largest);
            list(largest);
        }

        private void list(StopGroup group) {
            byTrigger
                    .computeIfAbsent(group.trigger(), none -> new LinkedHashSet<>())
                    .add(group);
        }

        private void unlist(StopGroup group) {
            Set<StopGroup> groups = byTrigger.get(group.trigger());
            if (groups != null && groups.remove(group) && groups.isEmpty()) {
                byTrigger.remove(group.trigger());
            }
        }
    }
}
