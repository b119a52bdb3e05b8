package touchline.scheduler.quartz;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.history.RunEnd;

/** Between the store, which writes a run's row, and the runner, which knows how it went: the rows of what this node is running. Thread-safe. */
final class OpenRuns {
    private final Map<String, Long> executions = new ConcurrentHashMap<>();
    private final Map<String, RunEnd> ends = new ConcurrentHashMap<>();

    void begun(Map<String, Long> byFireId) {
        executions.putAll(byFireId);
    }

    long execution(String fireId) {
        Long execution = executions.get(fireId);
        if (execution == null) {
            throw new IllegalStateException("nothing was fired as " + fireId);
        }
        return execution;
    }

    void ended(String fireId, RunEnd end) {
        ends.put(fireId, end);
    }

    /** How it ended; null for a run that never got to run. */
    @Nullable
    RunEnd end(String fireId) {
        return ends.get(fireId);
    }

    void forget(String fireId) {
        executions.remove(fireId);
        ends.remove(fireId);
    }
}
