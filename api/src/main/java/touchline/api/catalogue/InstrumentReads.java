package touchline.api.catalogue;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import touchline.api.caching.BatchedReads;
import touchline.market.halt.HaltScope;
import touchline.market.halt.HaltTerms;
import touchline.market.halt.Halts;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.PastPrices;
import touchline.market.money.Price;

/** Instruments as clients see them: with the change of a day and what halts them. Thread-safe. */
public final class InstrumentReads {
    private static final Duration DAY = Duration.ofHours(24);

    private final Instruments instruments;
    private final PastPrices past;
    private final Halts halts;
    private final Clock clock;
    private final BatchedReads<InstrumentId, InstrumentView> single = new BatchedReads<>(this::read);
    private final Map<InstrumentId, InstrumentView> last = new ConcurrentHashMap<>();

    InstrumentReads(Instruments instruments, PastPrices past, Halts halts, Clock clock) {
        this.instruments = instruments;
        this.past = past;
        this.halts = halts;
        this.clock = clock;
    }

    /** Reads one, and throws nothing. */
    public InstrumentReading read(InstrumentId id) {
        try {
            return new InstrumentReading(current(id), null);
        } catch (RuntimeException failure) {
            return new InstrumentReading(null, failure);
        }
    }

    /** One by a reading that begins after this call, which others may share; null if there is none, or it can't be read. */
    @Nullable
    InstrumentView current(InstrumentId id) {
        return single.get(id);
    }

    List<InstrumentView> views(List<Instrument> found) {
        Map<InstrumentId, Price> before = past.at(found, clock.instant().minus(DAY));
        Map<HaltScope, HaltTerms> halted = halts.now();
        return found.stream()
                .map(one -> view(one, before.get(one.id()), halted))
                .toList();
    }

    private Map<InstrumentId, InstrumentView> read(Set<InstrumentId> ids) {
        List<Instrument> found = instruments.find(ids);
        List<InstrumentView> views = views(found);
        Map<InstrumentId, InstrumentView> byId = new HashMap<>();
        for (int at = 0; at < found.size(); at++) {
            byId.put(found.get(at).id(), unchanged(found.get(at).id(), views.get(at)));
        }
        return byId;
    }

    /** The same object until something has changed, so that it is written and hashed once. */
    private InstrumentView unchanged(InstrumentId id, InstrumentView now) {
        return last.compute(id, (same, before) -> now.equals(before) ? before : now);
    }

    private static InstrumentView view(Instrument instrument, @Nullable Price before, Map<HaltScope, HaltTerms> halts) {
        return InstrumentView.of(
                instrument,
                before == null ? null : Percent.change(before, instrument.price()),
                HaltNotice.of(instrument, halts));
    }
}
