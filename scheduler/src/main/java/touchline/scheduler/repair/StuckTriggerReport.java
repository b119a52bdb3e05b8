package touchline.scheduler.repair;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trigger that does not fire though it is due, and why it won't by itself.
 *
 * @param group of the trigger
 * @param name of the trigger
 * @param job as in {@code sportmonks/poll}; it need not be one that any node knows
 * @param state as Quartz has it
 * @param due when it should have fired
 * @param seenSince when this node first saw it so; null where it has not looked yet
 * @param will what is done about it, or why nothing is, in words
 * @param at when that is done; null where nothing is
 * @param rows those that are about it, by what they are
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

    /** Whether nobody will set it going unless people do something. */
    public boolean isLeft() {
        return at == null;
    }

    /** In which way. */
    public enum Kind {
        /** Quartz could not make anything of it, and set it aside for good. */
        ERROR,
        /** It stands as acquired, and no node has acquired it, or the one that has forgot it. */
        ACQUIRED_BY_NOBODY,
        /** It waits for a run of its job to end, and there is no such run. */
        BLOCKED_BY_NOTHING,
        /** What a dead node was running waits in a pause that a pause of everything left behind. */
        PAUSED_IN_RECOVERY,
        /** It is paused in Quartz' own way, which no lever of ours does. */
        PAUSED_FROM_OUTSIDE,
        /** No node that lives runs its job. */
        NOBODYS
    }
}
