package touchline.api.trading;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickArchive;
import touchline.market.margin.TickOffset;
import touchline.market.margin.Ticks;
import touchline.market.money.Price;
import touchline.market.outage.StoreOutage;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.BestPrice;
import touchline.market.position.rule.Levels;

/**
 * Where trailing stops lie now: a distance behind the best price since they were set. The best price is not stored, but follows from the ticks. What was
 * read of a position is kept, so that it costs its new ticks when it is read again. Thread-safe.
 */
final class TrailingLevels {
    private static final int KEPT = 50_000;

    private final TickArchive archive;
    private final Cache<PositionId, Reached> reached =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    TrailingLevels(TickArchive archive) {
        this.archive = archive;
    }

    /**
     * The best price up to a tick.
     *
     * @param best its level is the one that set it
     */
    private record Reached(BestPrice best, TickOffset upTo) {}

    /**
     * The trailing stops of open positions; those without one are left out, and those whose ticks can't be read now.
     *
     * @param lastSeqs the number of the last tick of each instrument
     */
    Map<PositionId, Price> of(Collection<Position> positions, Map<InstrumentId, Long> lastSeqs) {
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
        Map<PositionId, Reached> before = new HashMap<>();
        positions.forEach(position -> before.put(position.id(), before(position, lastSeq)));
        TickOffset from = before.values().stream()
                .map(Reached::upTo)
                .min(Comparator.comparingLong(TickOffset::seq))
                .orElse(TickOffset.NONE);
        Ticks ticks = from.seq() < lastSeq ? archive.after(instrument, from, lastSeq) : new Ticks();
        for (Position position : positions) {
            Reached known = before.get(position.id());
            BestPrice later = MarginReplay.best(position, ticks);
            if (known == null || later == null) {
                continue;
            }
            BestPrice best = known.best().with(position.direction(), later.price());
            if (ticks.size() > 0) {
                reached.put(position.id(), new Reached(best, ticks.last()));
            }
            long stop = position.levels().latest().trailingStop(position.direction(), best);
            if (stop > 0) {
                stops.put(position.id(), Price.of(stop));
            }
        }
    }

    /** What is known of a position: nothing after a change of its levels, or if a fail-over has taken ticks back. */
    private Reached before(Position position, long lastSeq) {
        Levels.Level level = position.levels().latest();
        Reached kept = reached.getIfPresent(position.id());
        return kept != null && kept.best().level().equals(level) && kept.upTo().seq() <= lastSeq
                ? kept
                : new Reached(BestPrice.first(level), new TickOffset(position.openTickAt(), position.openSeq()));
    }

    /** Where the trailing stop of an open position was at the last change of its levels; null if it has none. */
    static @Nullable Price atLastChange(Position position) {
        Levels.Level level = position.levels().latest();
        long stop = position.close() != null || level.trail() == 0
                ? 0
                : level.trailingStop(position.direction(), BestPrice.first(level));
        return stop > 0 ? Price.of(stop) : null;
    }
}
