package touchline.market.stopwatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import touchline.market.instrument.InstrumentId;
import touchline.market.position.Breach;
import touchline.market.position.CloseOutcome;
import touchline.market.position.PositionId;

/** Positions that a tick has breached and that are no longer watched, until they are closed. Not thread-safe. */
final class PendingCloses {
    private final List<Breach> pending = new ArrayList<>();

    /** Breaches whose close fails because of another record. */
    private final Map<InstrumentId, Map<PositionId, Breach>> failed = new LinkedHashMap<>();

    private final BreachCloser closer;
    private final StopWatchStats stats;

    PendingCloses(BreachCloser closer, StopWatchStats stats) {
        this.closer = closer;
        this.stats = stats;
    }

    void queueClose(Breach breach) {
        pending.add(breach);
    }

    /** Returns the instruments on which a breached position is still open: ticks up to its breach have to be read again. */
    Set<InstrumentId> failing() {
        return Set.copyOf(failed.keySet());
    }

    /** Returns the positions whose close has failed. */
    List<PositionId> failedPositions() {
        return failed.values().stream()
                .flatMap(breaches -> breaches.keySet().stream())
                .toList();
    }

    /** Forgets the failed close of a position that, judged again, is not breached. */
    void forget(InstrumentId instrument, PositionId position) {
        Map<PositionId, Breach> breaches = failed.get(instrument);
        if (breaches != null && breaches.remove(position) != null && breaches.isEmpty()) {
            failed.remove(instrument);
        }
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
            List<Breach> failures = new ArrayList<>();
            for (int n = 0; n < breaches.size(); n++) {
                CloseOutcome outcome = outcomes.get(n);
                if (outcome instanceof CloseOutcome.NotBreached) {
                    reload.accept(breaches.get(n).position());
                } else if (outcome instanceof CloseOutcome.TickNotRecorded) {
                    unrecordedBreaches.add(breaches.get(n));
                } else if (outcome instanceof CloseOutcome.Failed) {
                    failures.add(breaches.get(n));
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
            // The tick has to be in its stream when the session ends before the position is closed.
            for (Breach breach : failures) {
                boolean isRecorded =
                        recorded.computeIfAbsent(breach.instrument(), recordTicks) == TickJudge.Recording.RECORDED;
                failed.computeIfAbsent(breach.instrument(), none -> new LinkedHashMap<>())
                        .put(breach.position(), isRecorded ? breach.asRecorded() : breach);
            }
        }
    }

    /**
     * Tries closes again that have failed: one of each instrument, and the others where it does not fail again, as one record mostly fails them all. Reads no
     * ticks.
     *
     * @param isOpen whether a position is open and can be read; others are forgotten
     * @param reload as for {@link #closeAll}
     * @param recordTicks as for {@link #closeAll}
     */
    void retryFailed(
            Predicate<PositionId> isOpen,
            Consumer<PositionId> reload,
            Function<InstrumentId, TickJudge.Recording> recordTicks) {
        Map<InstrumentId, Map<PositionId, Breach>> others = new LinkedHashMap<>(failed);
        failed.clear();
        others.values().forEach(breaches -> queueFirst(breaches, isOpen));
        closeAll(reload, recordTicks);
        others.forEach((instrument, breaches) -> {
            Map<PositionId, Breach> failedAgain = failed.remove(instrument);
            if (failedAgain == null) {
                pending.addAll(breaches.values());
            } else {
                breaches.putAll(failedAgain); // last, so that the next call tries another
                failed.put(instrument, breaches);
            }
        });
        closeAll(reload, recordTicks);
    }

    private void queueFirst(Map<PositionId, Breach> breaches, Predicate<PositionId> isOpen) {
        Iterator<Breach> left = breaches.values().iterator();
        boolean found = false;
        while (left.hasNext() && !found) {
            Breach breach = left.next();
            left.remove();
            found = isOpen.test(breach.position());
            if (found) {
                pending.add(breach);
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
