package touchline.market.stopwatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.margin.Ticks;
import touchline.market.money.Price;
import touchline.market.position.Breach;
import touchline.market.position.PositionId;

/**
 * Judges the ticks of each instrument in the order of their numbers. Pub/sub may drop, repeat or reorder messages; a tick that is missing is read from its
 * stream before any later one is judged. Not thread-safe.
 */
final class TickJudge {
    private static final Logger LOG = LoggerFactory.getLogger(TickJudge.class);

    /** Up to where every tick has been judged. */
    private final Map<Long, TickOffset> judged = new HashMap<>();
    /** Up to where every judged tick is known to be in its stream. */
    private final Map<Long, TickOffset> recorded = new HashMap<>();
    /** Judged ticks that were only published so far. */
    private final Map<Long, Ticks> published = new HashMap<>();

    /** In the order in which their offsets are to be stored. */
    private final Set<Long> moved = new LinkedHashSet<>();

    private final WatchedPositions watched;
    private final PendingCloses closes;
    private final TickTape tape;
    private final WatchedOrders orders;
    private final StopWatchStats stats;
    private final BreachCloser closer;

    TickJudge(
            WatchedPositions watched,
            PendingCloses closes,
            TickTape tape,
            WatchedOrders orders,
            StopWatchStats stats,
            BreachCloser closer) {
        this.watched = watched;
        this.closes = closes;
        this.tape = tape;
        this.orders = orders;
        this.stats = stats;
        this.closer = closer;
    }

    /** What became of the judged ticks that were only published. */
    enum Recording {
        /** There are none. */
        NONE,
        /** Their stream has them. */
        RECORDED,
        /** Their stream has others, or takes none now: the judged offset has gone back, and the stream's ticks are judged. */
        DISCARDED
    }

    TickOffset offset(InstrumentId instrument) {
        return judged.getOrDefault(instrument.value(), TickOffset.NONE);
    }

    /** Starts behind a tick that was read from its stream. */
    void startAt(InstrumentId instrument, TickOffset offset) {
        judged.put(instrument.value(), offset);
        recorded.put(instrument.value(), offset);
        moved.add(instrument.value());
    }

    /**
     * Judges a published tick, and before it those that are missing; one that was judged before is ignored, unless it differs: then the stream decides.
     *
     * @throws IllegalArgumentException if ticks are missing that its stream doesn't have either
     */
    void judgePublished(InstrumentId instrument, long seq, Price price, long at) {
        if (seq > offset(instrument).seq() + 1) {
            repairGap(instrument, seq);
        }
        TickOffset last = offset(instrument);
        if (seq <= last.seq()) {
            Ticks unconfirmed = published.get(instrument.value());
            if (unconfirmed != null && unconfirmed.contradict(seq, price.tenThousandths())) {
                recordPublished(instrument);
            }
            return;
        }
        if (seq > last.seq() + 1) {
            throw new IllegalArgumentException(
                    "tick " + seq + " of " + instrument + " is not in its stream, which ends at " + last);
        }
        published.computeIfAbsent(instrument.value(), none -> new Ticks()).add(seq, price.tenThousandths(), at);
        judge(instrument, new TickOffset(Math.max(at, last.at()), seq), price, at);
    }

    /**
     * Reads the ticks that are missing up to a number, and judges them. No further: later ticks in the stream follow messages that are still queued, about
     * positions that are not known yet. Those that were only published are recorded first.
     */
    void repairGap(InstrumentId instrument, long untilSeq) {
        if (untilSeq <= offset(instrument).seq()) {
            return;
        }
        recordPublished(instrument);
        Ticks missed = tape.after(instrument, offset(instrument));
        int repaired = 0;
        for (int n = 0; n < missed.size() && missed.seq(n) <= untilSeq; n++) {
            if (missed.seq(n) > offset(instrument).seq()) {
                judge(instrument, missed.offset(n), Price.of(missed.price(n)), 0);
                recorded.put(instrument.value(), missed.offset(n));
                repaired++;
            }
        }
        if (repaired > 0) {
            stats.repaired(repaired);
        }
    }

    private void judge(InstrumentId instrument, TickOffset offset, Price price, long publishedAt) {
        List<Breach> breaches = new ArrayList<>(); // collected first, as removing changes the index
        watched.tick(
                instrument,
                offset.seq(),
                price.tenThousandths(),
                (position, reason, levelCount, best) -> breaches.add(new Breach(
                        PositionId.of(position),
                        instrument,
                        reason,
                        offset.seq(),
                        price,
                        publishedAt,
                        levelCount,
                        best)));
        for (Breach breach : breaches) {
            watched.remove(breach.position());
            closes.queueClose(breach);
        }
        orders.tick(instrument, offset.seq(), price.tenThousandths(), publishedAt);
        judged.put(instrument.value(), offset);
        moved.add(instrument.value());
        stats.ticked(offset.at());
    }

    /** Records the published ticks of an instrument in its stream. */
    Recording recordPublished(InstrumentId instrument) {
        Ticks ticks = published.get(instrument.value());
        if (ticks == null) {
            return Recording.NONE;
        }
        Optional<TickOffset> last = closer.record(instrument, ticks);
        if (last.isPresent()) {
            published.remove(instrument.value());
            startAt(instrument, last.get());
            return Recording.RECORDED;
        }
        discardPublished(instrument);
        return Recording.DISCARDED;
    }

    /** Goes back to the last tick that is known to be recorded. The trailing stops have followed those since, and are read again. */
    private void discardPublished(InstrumentId instrument) {
        TickOffset offset = recorded.getOrDefault(instrument.value(), TickOffset.NONE);
        LOG.warn("event=published-ticks-differ instrument={} offset={}", instrument, offset);
        stats.unreadable();
        published.remove(instrument.value());
        startAt(instrument, offset);
        watched.reloadTrailing(instrument, tape, offset);
        repairGap(instrument, Long.MAX_VALUE);
    }

    /** The number of instruments of which ticks have been judged. */
    int instruments() {
        return judged.size();
    }

    /**
     * Takes offsets that have moved since they were taken last, those that have waited longest first.
     *
     * @param held instruments whose offsets stay for a later call
     * @param most so many at most
     */
    Map<InstrumentId, TickOffset> takeMoved(Set<InstrumentId> held, int most) {
        Map<InstrumentId, TickOffset> offsets = new HashMap<>();
        Iterator<Long> left = moved.iterator();
        while (left.hasNext() && offsets.size() < most) {
            InstrumentId instrument = InstrumentId.of(left.next());
            if (!held.contains(instrument)) {
                left.remove();
                TickOffset offset = offset(instrument);
                if (!offset.equals(TickOffset.NONE)) {
                    offsets.put(instrument, offset);
                }
            }
        }
        return offsets;
    }

    /** The ticks that have to be in the stream of an instrument, so that all that decides was recorded: none where nothing was only published. */
    Set<TickOffset> unconfirmed(InstrumentId instrument) {
        Ticks ticks = published.get(instrument.value());
        if (ticks == null) {
            return Set.of();
        }
        return watched.hasTrailing(instrument) ? ticks.lastAndExtremes() : Set.of(ticks.last());
    }

    /** Notes that the ticks up to an offset are in their stream. */
    void confirmRecorded(InstrumentId instrument, TickOffset offset) {
        recorded.put(instrument.value(), offset);
        published.remove(instrument.value());
    }
}
