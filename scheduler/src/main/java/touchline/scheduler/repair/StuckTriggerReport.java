package touchline.scheduler.repair;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A due trigger that will not fire by itself.
 *
 * @param group of the trigger
 * @param name of the trigger
 * @param job as in {@code sportmonks/poll}; possibly unknown to all nodes
 * @param state in Quartz
 * @param due when it should have fired
 * @param seenSince when this node first saw it stuck; null if it has not yet
 * @param will what will be done, or why nothing will, in words
 * @param at when it will be done; null if nothing will
 * @param rows the rows about it, by their kind
 */
public record StuckTriggerReport(
        Kind kind,
        String group,
        String name,
        String job,
        String state,
        Instant due,
        Duration overdue,
        @Nullable Instant seenSince,
        String will,
        @Nullable Instant at,
        Map<String, Object> rows) {

    /** Why it is stuck. */
    public enum Kind {
        /** Quartz could not read it and has set it to ERROR for good. */
        ERROR,
        /** It is marked as acquired, and no node holds it. */
        ACQUIRED_BY_NOBODY,
        /** It waits for a run of its job to end, and there is no such run. */
        BLOCKED_BY_NOTHING,
        /** It recovers a run of a dead node, in a group that was left paused. */
        PAUSED_IN_RECOVERY,
        /** It is paused in Quartz' table, which no command of the platform does. */
        PAUSED_FROM_OUTSIDE,
        /** No living node runs its job. */
        NOBODYS
    }
}
