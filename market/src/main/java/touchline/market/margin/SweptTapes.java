package touchline.market.margin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.position.Breach;
import touchline.market.position.Position;

/** The tapes of one sweep: each instrument's ticks are read once. Thread-safe. */
public final class SweptTapes {
    private final TickArchive archive;
    private final Map<InstrumentId, TickOffset> firstNeeded;
    private final Map<InstrumentId, Once> tapes = new ConcurrentHashMap<>();

    public SweptTapes(TickArchive archive, Map<InstrumentId, TickOffset> firstNeeded) {
        this.archive = archive;
        this.firstNeeded = firstNeeded;
    }

    /** Returns the first breach of a position among the ticks of its instrument. */
    public Optional<Breach> firstBreach(Position position) {
        return of(position.instrument()).firstBreach(position);
    }

    private SweptTape of(InstrumentId instrument) {
        return tapes.computeIfAbsent(instrument, absent -> new Once()).get(instrument);
    }

    /** So that two workers don't read the same ticks, and don't wait for each other over different ones. */
    private final class Once {
        private @Nullable SweptTape tape;

        synchronized SweptTape get(InstrumentId instrument) {
            SweptTape known = tape;
            if (known == null) {
                TickTape.Standing standing = archive.tape()
                        .standing(List.of(instrument), 1)
                        .getOrDefault(instrument, new TickTape.Standing(TickOffset.NONE, 0, TickOffset.NONE));
                known = SweptTape.read(
                        instrument,
                        archive,
                        standing.watched(),
                        firstNeeded.getOrDefault(instrument, new TickOffset(0, standing.seq())),
                        standing.seq());
                tape = known;
            }
            return known;
        }
    }
}
