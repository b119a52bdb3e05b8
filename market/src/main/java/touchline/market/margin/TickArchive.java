package touchline.market.margin;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.instrument.InstrumentId;

/** An instrument's ticks without a gap: those that its stream has lost are read from the book. Thread-safe. */
public final class TickArchive {
    private static final Logger LOG = LoggerFactory.getLogger(TickArchive.class);

    private final TickTape tape;
    private final BookedTickQuery booked;

    public TickArchive(TickTape tape, Jdbi jdbi) {
        this.tape = tape;
        this.booked = new BookedTickQuery(jdbi);
    }

    public TickTape tape() {
        return tape;
    }

    /**
     * The ticks after a mark.
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
            LOG.warn(
                    "ticks of {} after {} are neither in its stream nor in the book; positions are judged by the {} that are",
                    instrument,
                    mark,
                    both.size());
        }
        return both;
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
