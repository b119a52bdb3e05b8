package touchline.market.stopwatch;

import java.util.Optional;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.margin.Ticks;
import touchline.market.position.OpenPositions;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;

/** Starts to watch positions: each is judged by the ticks that came before it was known, and then indexed. Not thread-safe. */
final class PositionLoader {
    private final WatchedPositions watched;
    private final TickJudge judge;
    private final PendingCloses closes;
    private final TickTape tape;
    private final Positions positions;
    private final MarginReplay replay;

    PositionLoader(
            WatchedPositions watched, TickJudge judge, PendingCloses closes, TickTape tape, Positions positions) {
        this.watched = watched;
        this.judge = judge;
        this.closes = closes;
        this.tape = tape;
        this.positions = positions;
        this.replay = new MarginReplay(positions, tape);
    }

    /**
     * An instrument's open positions, and the ticks to judge them by.
     *
     * @param last up to where every tick has been judged, once they are judged by these
     */
    record Reading(OpenPositions<OpenPositions.Terms> open, Ticks ticks, TickOffset last) {}

    /** Reads an instrument's open positions and then its ticks. Any thread may call it. */
    Reading read(InstrumentId instrument) {
        OpenPositions<OpenPositions.Terms> open = positions.readTermsOn(instrument);
        Ticks ticks = tape.after(instrument, replay.start(instrument, open.readable()));
        return new Reading(open, ticks, ticks.size() > 0 ? ticks.last() : tape.watched(instrument));
    }

    /** Watches an instrument's open positions, and judges them by all its ticks so far. */
    void loadAll(InstrumentId instrument, Reading read) {
        judge.startAt(instrument, read.last());
        watched.readable(read.open()).forEach(position -> watch(position, read.ticks()));
    }

    /**
     * Reads a position again and watches it: after the ticks before its levels, and judged by the later ones that were judged without it.
     *
     * @return whether it is open
     */
    boolean reload(PositionId id) {
        boolean known = watched.unindex(id);
        Optional<Position> open = watched.read(id);
        open.ifPresent(position -> {
            long levelSeq = position.levels().latest().afterSeq();
            judge.repairGap(position.instrument(), Math.max(position.openSeq(), levelSeq));
            watch(position, alreadyJudgedTicks(position, known ? levelSeq : position.openSeq()));
        });
        return open.isPresent();
    }

    private void watch(OpenPositions.Terms position, Ticks ticks) {
        MarginReplay.firstBreach(position, ticks)
                .ifPresentOrElse(
                        breach -> {
                            watched.remove(position.id());
                            closes.queueClose(breach);
                        },
                        () -> {
                            closes.forget(position.instrument(), position.id());
                            watched.put(position, MarginReplay.best(position, ticks));
                        });
    }

    /** The ticks since the opening that were judged without the position or its levels; none if all up to {@code sinceSeq} are. */
    private Ticks alreadyJudgedTicks(Position position, long sinceSeq) {
        if (sinceSeq >= judge.offset(position.instrument()).seq()) {
            return new Ticks();
        }
        judge.recordPublished(position.instrument()); // what was only published is not in the stream yet
        return tape.after(position.instrument(), new TickOffset(position.openTickAt(), position.openSeq()))
                .upTo(judge.offset(position.instrument()).seq());
    }
}
