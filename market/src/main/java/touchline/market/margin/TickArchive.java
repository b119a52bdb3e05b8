package touchline.market.margin;

import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import touchline.market.instrument.InstrumentId;

/** An instrument's ticks without a gap: those that its stream has lost are read from the book. Those that the book lacks too are reported. Thread-safe. */
public final class TickArchive {
    private final TickTape tape;
    private final BookedTickQuery booked;
    private final MissingTickRepository missing;

    public TickArchive(TickTape tape, Jdbi jdbi) {
        this.tape = tape;
        this.booked = new BookedTickQuery(jdbi);
        this.missing = new MissingTickRepository(jdbi);
    }

    public TickTape tape() {
        return tape;
    }

    /**
     * The ticks after a mark. Those that neither store has are left out, and reported in {@code missing_ticks}.
     *
     * @param seq the instrument's last tick as far as is known: up to there none may be missing
     */
    public Ticks after(InstrumentId instrument, TickOffset mark, long seq) {
        Ticks stream = tape.after(instrument, mark);
        if (isWhole(stream, mark, seq)) {
            return stream;
        }
        Ticks both = merged(booked.after(instrument, mark.seq()), stream);
        if (!isWhole(both, mark, seq)) {
            missing.note(instrument, mark, both, seq);
        }
        return both;
    }

    /**
     * The next ticks after a mark, at most so many, with which the caller goes on: those of the stream if it still has the very next one, or else the book's. Empty after the last.
     */
    public Ticks page(InstrumentId instrument, TickOffset mark, int most) {
        Ticks stream = tape.page(instrument, mark, most);
        if (stream.size() > 0 && stream.seq(0) == mark.seq() + 1) {
            return stream;
        }
        Ticks book = booked.page(instrument, mark.seq(), most);
        Ticks next = book.size() > 0 && (stream.size() == 0 || book.seq(0) < stream.seq(0)) ? book : stream;
        missing.note(instrument, mark, next, 0);
        return next;
    }

    /** The same from the stream alone; empty if it has not all from the mark up to {@code seq}, or if those are more than so many. */
    public static Optional<Ticks> ofStream(
            TickTape tape, InstrumentId instrument, TickOffset mark, long seq, int most) {
        Ticks ticks = tape.page(instrument, mark, most);
        return isWhole(ticks, mark, seq) ? Optional.of(ticks) : Optional.empty();
    }

    private static boolean isWhole(Ticks ticks, TickOffset mark, long seq) {
        long last = ticks.size() == 0 ? mark.seq() : ticks.last().seq();
        return last >= seq && ticks.size() == last - mark.seq();
    }

    private static Ticks merged(Ticks one, Ticks other) {
        Ticks both = new Ticks();
        int left = 0;
        int right = 0;
        while (left < one.size() || right < other.size()) {
            boolean fromLeft = right == other.size() || (left < one.size() && one.seq(left) <= other.seq(right));
            if (fromLeft && right < other.size() && one.seq(left) == other.seq(right)) {
                right++; // in both
            }
            Ticks from = fromLeft ? one : other;
            int at = fromLeft ? left++ : right++;
            both.add(from.seq(at), from.price(at), from.offset(at).at());
        }
        return both;
    }
}
