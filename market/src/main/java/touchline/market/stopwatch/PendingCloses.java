package touchline.market.stopwatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import touchline.market.instrument.InstrumentId;
import touchline.market.position.Breach;
import touchline.market.position.CloseOutcome;
import touchline.market.position.PositionId;

/** Positions that a tick has breached and that are no longer watched, until they are closed. Not thread-safe. */
final class PendingCloses {
    private final List<Breach> pending = new ArrayList<>();
    private final BreachCloser closer;
    private final StopWatchStats stats;

    PendingCloses(BreachCloser closer, StopWatchStats stats) {
        this.closer = closer;
        this.stats = stats;
    }

    void queueClose(Breach breach) {
        pending.add(breach);
    }

    /**
     * Closes everything that is queued, and what is queued meanwhile.
     *
     * @param reload watches a position again that the tick did not breach by its present levels
     * @param recordTicks records the published ticks of an instrument; false where its stream has others
     */
    void closeAll(Consumer<PositionId> reload, Predicate<InstrumentId> recordTicks) {
        while (!pending.isEmpty()) {
            List<Breach> breaches = List.copyOf(pending);
            pending.clear();
            List<CloseOutcome> outcomes = closer.close(breaches);
            List<Breach> unrecordedBreaches = new ArrayList<>();
            for (int n = 0; n < breaches.size(); n++) {
                CloseOutcome outcome = outcomes.get(n);
                if (outcome instanceof CloseOutcome.NotBreached) {
                    reload.accept(breaches.get(n).position());
                } else if (outcome instanceof CloseOutcome.TickNotRecorded) {
                    unrecordedBreaches.add(breaches.get(n));
                } else if (outcome instanceof CloseOutcome.Closed) {
                    stats.closed();
                }
            }
            Map<InstrumentId, Boolean> recorded = new HashMap<>();
            for (Breach breach : unrecordedBreaches) {
                if (recorded.computeIfAbsent(breach.instrument(), recordTicks::test)) {
                    pending.add(breach.asRecorded());
                } else {
                    reload.accept(breach.position());
                }
            }
        }
    }
}
