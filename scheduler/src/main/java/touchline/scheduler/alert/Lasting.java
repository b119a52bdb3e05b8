package touchline.scheduler.alert;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.job.JobDefinition;

/** What goes on for a while. It is over when it has not been so for ten seconds: what comes and goes is told once. */
record Lasting(Set<Says> takes, Look look) implements Check {
    static final Duration GONE = Duration.ofSeconds(10);

    /** How to find it. */
    @FunctionalInterface
    interface Look {
        List<Finding> find(Handle handle, AlertRule rule, List<JobDefinition> jobs);
    }

    @Override
    public List<Finding> find(Handle handle, AlertRule rule, List<JobDefinition> jobs) {
        return look.find(handle, rule, jobs);
    }

    @Override
    public List<Long> close(Handle handle, AlertRule rule) {
        return closeUnseen(handle, rule.name(), GONE);
    }

    static List<Long> closeUnseen(Handle handle, String rule, Duration forSoLong) {
        return handle.createQuery("""
                        UPDATE job_alerts SET closed_at = now()
                        WHERE rule = :rule AND closed_at IS NULL AND last_seen_at < now() - :gone * interval '1 millisecond'
                        RETURNING id
                        """)
                .bind("rule", rule)
                .bind("gone", forSoLong.toMillis())
                .mapTo(Long.class)
                .list();
    }
}
