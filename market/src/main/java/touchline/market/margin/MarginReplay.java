package touchline.market.margin;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.lease.LeaseToken;
import touchline.market.money.Price;
import touchline.market.position.Breach;
import touchline.market.position.CloseOutcome;
import touchline.market.position.CloseReason;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.wallet.UserId;

/** Judges open positions by ticks that have already happened, and closes what they breached, at the tick that breached it. Thread-safe. */
public final class MarginReplay {
    private final Positions positions;
    private final TickTape tape;

    public MarginReplay(Positions positions, TickTape tape) {
        this.positions = positions;
        this.tape = tape;
    }

    /** A tick that breaches a position. */
    public record Breached(CloseReason reason, long seq, Price price) {}

    /** Judges everything open on the instruments that can be read; gives how many positions it closed. */
    public int replayInstruments(Collection<InstrumentId> instruments) {
        return instruments.stream()
                .mapToInt(instrument -> replay(instrument, positions.openOn(instrument), null))
                .sum();
    }

    /** Judges everything a user has open; gives how many positions it closed. */
    public int replayUser(UserId user) {
        Map<InstrumentId, List<Position>> byInstrument =
                positions.openOf(user).stream().collect(Collectors.groupingBy(Position::instrument));
        return byInstrument.entrySet().stream()
                .mapToInt(one -> replay(one.getKey(), one.getValue(), null))
                .sum();
    }

    /** Judges positions on one instrument; gives how many it closed. */
    public int replay(InstrumentId instrument, List<Position> open, @Nullable LeaseToken fence) {
        if (open.isEmpty()) {
            return 0;
        }
        Ticks ticks = tape.after(instrument, start(instrument, open));
        List<Positions.Breached> breached = open.stream()
                .flatMap(position -> firstBreach(position, ticks).stream()
                        .map(breach -> new Positions.Breached(
                                position.id(), breach.reason(), breach.seq(), breach.price(), 0)))
                .toList();
        return (int) positions.closeBreached(breached, fence).stream()
                .filter(CloseOutcome.Closed.class::isInstance)
                .count();
    }

    /** The first tick that breaches a position by the levels that stood then. */
    public static Optional<Breached> firstBreach(Position position, Ticks ticks) {
        if (!couldBreach(position, ticks)) {
            return Optional.empty();
        }
        for (int at = ticks.after(position.openSeq()); at < ticks.size(); at++) {
            CloseReason reason = Breach.of(
                    position.direction(), position.levels(), position.washOut(), ticks.seq(at), ticks.price(at));
            if (reason != null) {
                return Optional.of(new Breached(reason, ticks.seq(at), Price.of(ticks.price(at))));
            }
        }
        return Optional.empty();
    }

    /** From where ticks have to be read to judge positions of one instrument: what was watched needs no second look. */
    public TickOffset start(InstrumentId instrument, Collection<Position> open) {
        TickOffset watched = tape.watched(instrument);
        if (!watched.equals(TickOffset.NONE)) {
            return watched;
        }
        return open.stream()
                .map(position -> new TickOffset(position.openTickAt(), position.openSeq()))
                .min((a, b) -> Long.compare(a.seq(), b.seq()))
                .orElse(TickOffset.NONE);
    }

    /** Whether any level lies within the ticks' range: most positions are done with here. */
    private static boolean couldBreach(Position position, Ticks ticks) {
        return ticks.size() > 0 && Bounds.of(position).touchedBy(ticks.lowest(), ticks.highest());
    }
}
