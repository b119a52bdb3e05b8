package touchline.market.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickOffset;
import touchline.market.margin.Ticks;
import touchline.market.position.Breach;
import touchline.market.position.Close;
import touchline.market.position.Position;
import touchline.market.position.book.PositionQuery;

/**
 * Whether replaying the book's ticks over the book's positions gives the closes that happened, no more and no fewer. Positions whose ticks have
 * been dropped since can no longer be judged, and aren't.
 */
final class ReplayCheck {
    private ReplayCheck() {}

    static void run(Handle book, Map<String, String> watched, List<String> offenders) {
        AuditQuery audited = new AuditQuery(book);
        long since = audited.ticksKeptSince();
        for (InstrumentId instrument : audited.instrumentsWithPositions()) {
            Ticks ticks = audited.ticks(instrument);
            long judged =
                    TickOffset.parseOrNone(watched.get(instrument.toString())).seq();
            for (Position position : PositionQuery.on(book, instrument)) {
                if (position.openedAt().toEpochMilli() >= since) {
                    check(position, MarginReplay.firstBreach(position, ticks), judged, offenders);
                }
            }
        }
    }

    private static void check(Position position, Optional<Breach> breach, long judged, List<String> offenders) {
        Close close = position.close();
        // An open one may still be waiting for the StopWatch to reach that tick.
        long until = close == null ? judged : close.seq();
        Optional<Breach> due = breach.filter(tick -> tick.seq() <= until);
        String replayed = due.map(tick -> tick.reason() + " at " + tick.price() + " by tick " + tick.seq())
                .orElse("nothing");
        String happened = close == null || !close.reason().isBreach()
                ? "nothing"
                : close.reason() + " at " + close.price() + " by tick " + close.seq();
        if (!replayed.equals(happened)) {
            offenders.add("position " + position.id() + ": the replay gives " + replayed + ", what happened is "
                    + (close == null
                            ? "that it is open"
                            : close.reason() + " at " + close.price() + " by tick " + close.seq()));
        }
    }
}
