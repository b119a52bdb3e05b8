package touchline.api.trailing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.TickArchive;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.margin.Ticks;
import touchline.market.money.Price;
import touchline.market.outage.StoreOutage;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.BestPrice;
import touchline.market.position.rule.Levels;

/**
 * Where trailing stops lie now: a distance behind the best price since they were set. The best price is not stored, but follows from the ticks. A request
 * reads one page of new ticks at most; what is further back is read in the background, and is unknown until then. Thread-safe.
 */
public final class TrailingLevels {
    private final TickTape tape;
    private final BestPrices best;

    /**
     * Trailing stops.
     *
     * @param tape over connections of the requests
     */
    public TrailingLevels(TickTape tape, BestPrices best) {
        this.tape = tape;
        this.best = best;
    }

    /**
     * The trailing stops of open positions; those without one are left out, and those whose ticks have not been read yet or can't be read now.
     *
     * @param lastSeqs the number of the last tick of each instrument
     */
    public Map<PositionId, Price> of(Collection<Position> positions, Map<InstrumentId, Long> lastSeqs) {
        Map<PositionId, Price> stops = new HashMap<>();
        positions.stream()
                .filter(position -> position.close() == null
                        && position.levels().latest().trail() > 0
                        && lastSeqs.containsKey(position.instrument()))
                .collect(Collectors.groupingBy(Position::instrument))
                .forEach((instrument, some) -> {
                    try {
                        read(instrument, some, lastSeqs.getOrDefault(instrument, 0L), stops);
                    } catch (RuntimeException e) {
                        if (StoreOutage.of(e).isEmpty()) {
                            throw e;
                        }
                    }
                });
        return stops;
    }

    private void read(InstrumentId instrument, List<Position> positions, long lastSeq, Map<PositionId, Price> stops) {
        Map<Position, BestPrices.Reached> near = new HashMap<>();
        List<Position> far = new ArrayList<>();
        for (Position position : positions) {
            BestPrices.Reached known = best.known(position, lastSeq);
            if (lastSeq - known.upTo().seq() <= best.page()) {
                near.put(position, known);
            } else {
                far.add(position);
            }
        }
        Optional<Ticks> ticks = ticks(instrument, near.values(), lastSeq);
        if (ticks.isEmpty()) {
            far.addAll(near.keySet());
        } else {
            near.forEach((position, known) -> {
                long stop = position.levels()
                        .latest()
                        .trailingStop(
                                position.direction(),
                                best.note(position, known, ticks.get()).best());
                if (stop > 0) {
                    stops.put(position.id(), Price.of(stop));
                }
            });
        }
        if (!far.isEmpty()) {
            best.readLater(instrument, far, lastSeq);
        }
    }

    private Optional<Ticks> ticks(InstrumentId instrument, Collection<BestPrices.Reached> near, long lastSeq) {
        return near.stream()
                .map(BestPrices.Reached::upTo)
                .min(Comparator.comparingLong(TickOffset::seq))
                .filter(from -> from.seq() < lastSeq)
                .map(from -> TickArchive.ofStream(tape, instrument, from, lastSeq, 2 * best.page()))
                .orElseGet(() -> Optional.of(new Ticks()));
    }

    /** Where the trailing stop of an open position was at the last change of its levels; null if it has none. */
    public static @Nullable Price atLastChange(Position position) {
        Levels.Level level = position.levels().latest();
        long stop = position.close() != null || level.trail() == 0
                ? 0
                : level.trailingStop(position.direction(), BestPrice.first(level));
        return stop > 0 ? Price.of(stop) : null;
    }
}
