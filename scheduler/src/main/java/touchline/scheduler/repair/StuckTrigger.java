package touchline.scheduler.repair;

import java.time.Duration;
import java.time.Instant;

/** A trigger that does not fire, as one query found it. {@code overdue} is by the database's clock. */
record StuckTrigger(
        StuckTriggerReport.Kind kind,
        String group,
        String name,
        String jobGroup,
        String jobName,
        String state,
        Instant due,
        Duration overdue) {
    String job() {
        return jobGroup + "/" + jobName;
    }

    String trigger() {
        return group + "." + name;
    }

    /** Whether the trigger is unchanged since then: in the same state, due at the same time. */
    boolean isAsWas(StuckTrigger earlier) {
        return kind == earlier.kind
                && due.equals(earlier.due)
                && group.equals(earlier.group)
                && name.equals(earlier.name);
    }
}
