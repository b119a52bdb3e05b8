package touchline.scheduler.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.ledger.RunEnd;
import touchline.scheduler.ledger.RunStart;
import touchline.scheduler.ledger.ShortRun;

/** Connects the store, which writes the rows of runs, with the runner, which knows their results. Thread-safe. */
public final class OpenRuns {
    private final Map<String, Long> executions = new ConcurrentHashMap<>();
    private final Map<String, RunEnd> ends = new ConcurrentHashMap<>();
    private final Map<String, Unwritten> unwritten = new ConcurrentHashMap<>();
    private final Set<String> left = ConcurrentHashMap.newKeySet();

    /** A start that is only with its firing; {@code since} is by the monotonic clock. */
    private record Unwritten(RunStart start, long since) {}

    public void begun(Map<String, Long> byFireId) {
        executions.putAll(byFireId);
    }

    /** Runs have begun whose starts are not in the history yet. */
    public void begunUnwritten(List<RunStart> starts) {
        long now = System.nanoTime();
        starts.forEach(start -> unwritten.put(start.fireId(), new Unwritten(start, now)));
    }

    /** Returns the ids of firings whose runs began that long ago and are not in the history. */
    public List<String> unwritten(Duration age) {
        long before = System.nanoTime() - age.toNanos();
        return unwritten.entrySet().stream()
                .filter(run -> run.getValue().since() - before <= 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns those firings that are completed without a run, and whose starts are not in the history. */
    public List<String> unwrittenWithoutEnd(List<String> fireIds) {
        return fireIds.stream()
                .filter(one -> unwritten.containsKey(one) && !ends.containsKey(one))
                .toList();
    }

    /** The starts of runs are in the history. */
    public void written(List<String> fireIds) {
        unwritten.keySet().removeAll(Set.copyOf(fireIds));
    }

    /** Returns an ended run whose start is not in the history; null if it is, or if the run has not ended. */
    public @Nullable ShortRun unwritten(String fireId) {
        Unwritten begun = unwritten.get(fireId);
        RunEnd end = ends.get(fireId);
        return begun == null || end == null ? null : new ShortRun(begun.start(), end);
    }

    public long execution(String fireId) {
        Long execution = executions.get(fireId);
        if (execution == null) {
            throw new IllegalStateException("nothing was fired as " + fireId);
        }
        return execution;
    }

    public void ended(String fireId, RunEnd end) {
        ends.put(fireId, end);
    }

    /** Returns how the run ended; null if it never ran. */
    @Nullable
    public RunEnd end(String fireId) {
        return ends.get(fireId);
    }

    /** Leaves a run to other nodes: it is not to be completed here. */
    public void leave(String fireId) {
        left.add(fireId);
    }

    public boolean isLeft(String fireId) {
        return left.contains(fireId);
    }

    public void forget(String fireId) {
        executions.remove(fireId);
        ends.remove(fireId);
        unwritten.remove(fireId);
        left.remove(fireId);
    }
}
