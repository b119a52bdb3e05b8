package touchline.scheduler.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.ledger.RunEnd;

/** Between the store, which writes a run's row, and the runner, which knows how it went: the rows of what this node is running. Thread-safe. */
public final class OpenRuns {
    private final Map<String, Long> executions = new ConcurrentHashMap<>();
    private final Map<String, RunEnd> ends = new ConcurrentHashMap<>();

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

    /** How it ended; null for a run that never got to run. */
    @Nullable
    public RunEnd end(String fireId) {
        return ends.get(fireId);
    }

    public void forget(String fireId) {
        executions.remove(fireId);
        ends.remove(fireId);
    }
}
