package touchline.market.margin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Price;
import touchline.market.position.Breach;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenPositions;
import touchline.market.position.Positions;
import touchline.market.position.rule.BestPrice;
import touchline.market.position.rule.BreachScan;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Levels;

/** Judges open positions by past ticks, and closes the breached ones at the tick that breached them. Thread-safe. */
public final class MarginReplay {
    private final Positions positions;
    private final TickTape tape;

    public MarginReplay(Positions positions, TickTape tape) {
        this.positions = positions;
        this.tape = tape;
    }

    /**
     * Judges every open position of the instruments that can be read; returns the number of positions it closed.
     *
     * @throws IllegalStateException if a breached one can't be closed now; the others are closed
     */
    public int replayInstruments(Collection<InstrumentId> instruments) {
        List<String> failures = new ArrayList<>();
        int closed = 0;
        for (InstrumentId instrument : instruments) {
            closed += replayInstrument(instrument, failures);
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.stream().sorted().collect(Collectors.joining("; ")));
        }
        return closed;
    }

    /**
     * The same for one instrument.
     *
     * @param failures gets the reason why a breached position can't be closed now, one for the instrument
     */
    public int replayInstrument(InstrumentId instrument, Collection<String> failures) {
        List<OpenPositions.Terms> open = positions.readTermsOn(instrument).readable();
        if (open.isEmpty()) {
            return 0;
        }
        Ticks ticks = tape.after(instrument, start(instrument, open));
        List<Breach> breaches = open.stream()
                .flatMap(position -> firstBreach(position, ticks).stream())
                .toList();
        int closed = 0;
        String failure = null;
        for (CloseOutcome outcome : positions.closeBreached(breaches, null)) {
            closed += outcome instanceof CloseOutcome.Closed ? 1 : 0;
            failure = outcome instanceof CloseOutcome.Failed failed ? failed.why() : failure;
        }
        if (failure != null) {
            failures.add("a breached position on instrument " + instrument + ": " + failure);
        }
        return closed;
    }

    /**
     * The first tick that breaches a position by the levels that applied then.
     *
     * @param ticks of a position with a trailing stop, all since it was opened: the best price is among them
     */
    public static Optional<Breach> firstBreach(OpenPositions.Terms position, Ticks ticks) {
        if (!couldBreach(position, ticks)) {
            return Optional.empty();
        }
        BreachScan scan = new BreachScan(position.direction(), position.levels(), position.washOut());
        for (int at = ticks.after(position.openSeq()); at < ticks.size(); at++) {
            CloseReason reason = scan.judge(ticks.seq(at), ticks.price(at));
            if (reason != null) {
                return Optional.of(
                        Breach.recorded(position, reason, ticks.seq(at), Price.of(ticks.price(at)), scan.best()));
            }
        }
        return Optional.empty();
    }

    /** The best price of the trailing stop that applies to the next tick, after all ticks since the opening; null where none applies. */
    public static @Nullable BestPrice best(OpenPositions.Terms position, Ticks ticks) {
        Levels.Level level = position.levels().latest();
        if (level.trail() == 0) {
            return null;
        }
        BestPrice best = BestPrice.first(level);
        for (int at = ticks.after(level.afterSeq()); at < ticks.size(); at++) {
            best = best.with(position.direction(), ticks.price(at));
        }
        return best;
    }

    /** The offset after which ticks have to be read to judge positions of one instrument; the StopWatch has judged those before, but a trailing stop needs them. */
    public TickOffset start(InstrumentId instrument, Collection<? extends OpenPositions.Terms> open) {
        TickOffset watched = tape.watched(instrument);
        boolean isWatched = !watched.equals(TickOffset.NONE);
        TickOffset oldest = open.stream()
                .filter(position -> !isWatched || position.levels().trail())
                .map(position -> new TickOffset(position.openTickAt(), position.openSeq()))
                .min(Comparator.comparingLong(TickOffset::seq))
                .orElse(watched);
        return isWatched && watched.seq() < oldest.seq() ? watched : oldest;
    }

    /** Whether any level lies within the ticks' range; for most positions none does. */
    private static boolean couldBreach(OpenPositions.Terms position, Ticks ticks) {
        return ticks.size() > 0 && Bounds.of(position).touchedBy(ticks.lowest(), ticks.highest());
    }
}
