package touchline.market.stopwatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import touchline.market.instrument.InstrumentId;
import touchline.market.position.Breach;
import touchline.market.position.CloseOutcome;
import touchline.market.position.PositionId;

/** Positions that a tick has breached and that are no longer watched, until they are closed. Not thread-safe. */
final class PendingCloses {
    private final List<Breach> pending = new ArrayList<>();

    /** Those whose close fails because of another record. */
    private final Map<PositionId, InstrumentId> failed = new LinkedHashMap<>();

    private final BreachCloser closer;
    private final StopWatchStats stats;

    PendingCloses(BreachCloser closer, StopWatchStats stats) {
        this.closer = closer;
        this.stats = stats;
    }

    void queueClose(Breach breach) {
        pending.add(breach);
    }

    /** The instruments on which a breached position is still open: ticks up to its breach have to be read again. */
    Set<InstrumentId> failing() {
        return Set.copyOf(failed.values());
    }

    /** Takes the positions whose close has failed, to be tried again. */
    List<PositionId> takeFailed() {
        List<PositionId> taken = List.copyOf(failed.keySet());
        failed.clear();
        return taken;
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /**
     * Closes everything that is queued, and what is queued meanwhile. Where a trailing stop was reached, the ticks that it has followed are recorded first: a
     * replay has to find the same best price.
     *
     * @param reload watches a position again that the tick did not breach by its present levels
     * @param recordTicks records the published ticks of an instrument
     */
    void closeAll(Consumer<PositionId> reload, Function<InstrumentId, TickJudge.Recording> recordTicks) {
        while (!pending.isEmpty()) {
            List<Breach> breaches = takeRecorded(reload, recordTicks);
            List<CloseOutcome> outcomes = closer.close(breaches);
            List<Breach> unrecordedBreaches = new ArrayList<>();
            for (int n = 0; n < breaches.size(); n++) {
                CloseOutcome outcome = outcomes.get(n);
                if (outcome instanceof CloseOutcome.NotBreached) {
                    reload.accept(breaches.get(n).position());
                } else if (outcome instanceof CloseOutcome.TickNotRecorded) {
                    unrecordedBreaches.add(breaches.get(n));
                } else if (outcome instanceof CloseOutcome.Failed) {
                    failed.put(breaches.get(n).position(), breaches.get(n).instrument());
                } else if (outcome instanceof CloseOutcome.Closed) {
                    stats.closed();
                }
            }
            Map<InstrumentId, TickJudge.Recording> recorded = new HashMap<>();
            for (Breach breach : unrecordedBreaches) {
                if (recorded.computeIfAbsent(breach.instrument(), recordTicks) == TickJudge.Recording.RECORDED) {
                    pending.add(breach.asRecorded());
                } else {
                    reload.accept(breach.position());
                }
            }
        }
    }

    /** Takes what is queued, without the trailing stops that have followed ticks that are not in their stream. */
    private List<Breach> takeRecorded(
            Consumer<PositionId> reload, Function<InstrumentId, TickJudge.Recording> recordTicks) {
        List<Breach> queued = List.copyOf(pending);
        pending.clear();
        Map<InstrumentId, TickJudge.Recording> recorded = new HashMap<>();
        List<Breach> breaches = new ArrayList<>();
        for (Breach breach : queued) {
            TickJudge.Recording recording = breach.best() == null
                    ? TickJudge.Recording.NONE
                    : recorded.computeIfAbsent(breach.instrument(), recordTicks);
            if (recording == TickJudge.Recording.DISCARDED) {
                reload.accept(breach.position());
            } else {
                breaches.add(recording == TickJudge.Recording.RECORDED ? breach.asRecorded() : breach);
            }
        }
        return breaches;
    }
}
