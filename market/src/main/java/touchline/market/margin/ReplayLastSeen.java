package touchline.market.margin;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import touchline.market.instrument.InstrumentId;
import touchline.market.position.Breach;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenPositions;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.position.rule.CloseReason;
import touchline.market.wallet.UserId;

/**
 * Judges a user's open positions by the ticks since the user was last seen, and closes the breached ones at the tick that breached them.
 *
 * <p>Needs no lease: the first tick that breaches a position stays the first, no matter who finds it and how late,
 * and the step that closes checks the tick itself and closes once. Thread-safe.
 */
public final class ReplayLastSeen {
    /** Read again from before the mark, as Redis' clock may have been set back by so much. */
    private static final long OVERLAP_MILLIS = 10_000;

    private final Positions positions;
    private final TickArchive archive;
    private final LastSeen lastSeen;

    public ReplayLastSeen(Positions positions, TickArchive archive, LastSeen lastSeen) {
        this.positions = positions;
        this.archive = archive;
        this.lastSeen = lastSeen;
    }

    /**
     * What a replay did.
     *
     * @param positions that were open
     * @param closed by this replay
     * @param washOuts those of them whose margin was gone
     */
    public record Replayed(int positions, int closed, int washOuts) {}

    /** Replays one user, and raises last_seen to now. Safe to repeat, also concurrently. */
    public Replayed replay(UserId user) {
        long began = lastSeen.now();
        long seen = seen(user, began);
        OpenPositions<Position> reading = positions.readOpenOf(user);
        List<Position> open = reading.readable();
        Map<InstrumentId, List<Position>> byInstrument =
                open.stream().collect(Collectors.groupingBy(Position::instrument));
        Tally tally = new Tally();
        archive.tape()
                .standing(byInstrument.keySet(), seen)
                .forEach((instrument, standing) ->
                        replay(instrument, standing, byInstrument.getOrDefault(instrument, List.of()), tally));
        if (tally.certain && reading.unreadable().isEmpty()) {
            lastSeen.raise(List.of(user), began);
        }
        return new Replayed(open.size(), tally.closed, tally.washOuts);
    }

    /** From when ticks have to be read; 1 where that isn't known: then a position's opening says it. */
    private long seen(UserId user, long now) {
        OptionalLong noted = lastSeen.of(user);
        return noted.isEmpty() || noted.getAsLong() > now ? 1 : Math.max(1, noted.getAsLong() - OVERLAP_MILLIS);
    }

    private void replay(InstrumentId instrument, TickTape.Standing standing, List<Position> open, Tally tally) {
        TickOffset from = open.stream()
                .map(position -> new TickOffset(position.openTickAt(), position.openSeq()))
                .reduce((one, other) -> one.seq() <= other.seq() ? one : other)
                .orElse(TickOffset.NONE);
        TickOffset opened = open.stream()
                .filter(position -> position.levels().trail())
                .map(position -> new TickOffset(position.openTickAt(), position.openSeq()))
                .min(Comparator.comparingLong(TickOffset::seq))
                .orElse(null);
        from = later(later(from, standing.watched()), standing.before());
        if (from.seq() >= standing.seq()) {
            return;
        }
        // A trailing stop needs the best price of all ticks since the opening.
        Ticks ticks =
                archive.after(instrument, opened == null || opened.seq() > from.seq() ? from : opened, standing.seq());
        List<Breach> breaches = open.stream()
                .flatMap(position -> MarginReplay.firstBreach(position, ticks).stream())
                .toList();
        List<CloseOutcome> outcomes = positions.closeBreached(breaches, null);
        for (int n = 0; n < breaches.size(); n++) {
            tally.count(outcomes.get(n), breaches.get(n).reason());
        }
    }

    private static TickOffset later(TickOffset one, TickOffset other) {
        return one.seq() >= other.seq() ? one : other;
    }

    private static final class Tally {
        private int closed;
        private int washOuts;
        private boolean certain = true;

        void count(CloseOutcome outcome, CloseReason reason) {
            if (outcome instanceof CloseOutcome.Closed) {
                closed++;
                washOuts += reason == CloseReason.WASH_OUT ? 1 : 0;
            } else if (!(outcome instanceof CloseOutcome.AlreadyClosed)) {
                certain = false; // it stays open, so last_seen is not raised
            }
        }
    }
}
