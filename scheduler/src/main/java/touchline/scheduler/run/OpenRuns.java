package touchline.scheduler.run;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.ledger.RunEnd;

/** Connects the store, which writes the rows of runs, with the runner, which knows their results. Thread-safe. */
public final class OpenRuns {
    private final Map<String, Long> executions = new ConcurrentHashMap<>();
    private final Map<String, RunEnd> ends = new ConcurrentHashMap<>();
    private final Set<String> left = ConcurrentHashMap.newKeySet();

    public void begun(Map<String, Long> byFireId) {
        executions.putAll(byFireId);
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
        left.remove(fireId);
    }
}
