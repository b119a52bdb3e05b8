package touchline.market.margin;

import java.lang.ref.SoftReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.position.Breach;
import touchline.market.position.Position;

/** The extremes of one instrument's ticks at the time of the first read, and the ticks themselves where a position needs them. Thread-safe. */
final class SweptTape {
    private final InstrumentId instrument;
    private final TickArchive archive;
    private final boolean startIsWatched;
    private final Extremes extremes;
    private final @Nullable Ticks inMemory;

    /** All ticks since the opening of a position with a trailing stop; read again where memory has become short. */
    private SoftReference<Ticks> trailed = new SoftReference<>(null);

    private long trailedAfterSeq;

    private SweptTape(
            InstrumentId instrument,
            TickArchive archive,
            boolean startIsWatched,
            Extremes extremes,
            @Nullable Ticks inMemory) {
        this.instrument = instrument;
        this.archive = archive;
        this.startIsWatched = startIsWatched;
        this.extremes = extremes;
        this.inMemory = inMemory;
    }

    /**
     * Reads an instrument's ticks once.
     *
     * @param watched up to where the StopWatch has judged everything
     * @param needed the tick before the first that a position is judged by
     * @param seq the last tick's number
     */
    static SweptTape read(
            InstrumentId instrument, TickArchive archive, TickOffset watched, TickOffset needed, long seq) {
        boolean startIsWatched = watched.seq() >= needed.seq();
        TickOffset start = startIsWatched ? watched : needed;
        Extremes.Writer writer = new Extremes.Writer(start);
        archive.tape().read(instrument, start, writer::add);
        if (writer.isWholeUpTo(seq)) {
            return new SweptTape(instrument, archive, startIsWatched, writer.done(), null);
        }
        // The stream has lost some: they come from the book and are kept, as there is nowhere to read blocks of them
        // again.
        Ticks whole = archive.after(instrument, start, seq);
        Extremes.Writer again = new Extremes.Writer(start);
        for (int n = 0; n < whole.size(); n++) {
            again.add(whole.seq(n), whole.price(n), whole.offset(n).at());
        }
        return new SweptTape(instrument, archive, startIsWatched, again.done(), whole);
    }

    /** The ticks since the opening of a position and others before. They are kept, and read again only for a position that is older. */
    private synchronized Ticks sinceOpened(Position position) {
        Ticks known = trailed.get();
        if (known == null || position.openSeq() < trailedAfterSeq) {
            TickOffset opened = new TickOffset(position.openTickAt(), position.openSeq());
            known = archive.after(instrument, opened, extremes.end().seq());
            trailed = new SoftReference<>(known);
            trailedAfterSeq = opened.seq();
        }
        return known;
    }

    /** The first tick that breaches a position. Most need two comparisons. */
    Optional<Breach> firstBreach(Position position) {
        if (position.levels().trail()) { // needs the best price of all ticks since the opening
            return position.openSeq() >= extremes.end().seq()
                    ? Optional.empty()
                    : MarginReplay.firstBreach(position, sinceOpened(position));
        }
        if (!startIsWatched && position.openSeq() < extremes.start().seq()) {
            // Older than any the book knew of when the sweep began.
            TickOffset opened = new TickOffset(position.openTickAt(), position.openSeq());
            return MarginReplay.firstBreach(
                    position, archive.after(instrument, opened, extremes.end().seq()));
        }
        if (inMemory != null) {
            return MarginReplay.firstBreach(position, inMemory);
        }
        Bounds bounds = Bounds.of(position);
        int block = extremes.firstTouching(position.openSeq(), bounds);
        while (block >= 0) {
            Ticks ticks = archive.tape().between(instrument, extremes.before(block), extremes.last(block));
            Optional<Breach> breach = MarginReplay.firstBreach(position, ticks);
            if (breach.isPresent()) {
                return breach;
            }
            block = extremes.nextTouching(block + 1, bounds);
        }
        return Optional.empty();
    }
}
