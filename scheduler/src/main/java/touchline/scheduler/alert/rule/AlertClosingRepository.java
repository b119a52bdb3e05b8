package touchline.scheduler.alert.rule;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Closes alerts whose cause is over, within the caller's transaction. Each method returns the ids of the closed alerts. */
public final class AlertClosingRepository {
    private AlertClosingRepository() {}

    /** Closes the alerts of a rule that were last seen longer ago than {@code gone}. */
    public static List<Long> closeUnseen(Handle handle, String rule, Duration gone) {
        return handle.createQuery("""
                        UPDATE job_alerts SET closed_at = now()
                        WHERE rule = :rule AND closed_at IS NULL AND last_seen_at < now() - :gone * interval '1 millisecond'
                        RETURNING id
                        """)
                .bind("rule", rule)
                .bind("gone", gone.toMillis())
                .mapTo(Long.class)
                .list();
    }

    /**
     * Closes alerts of jobs among whose latest 200 runs one succeeded after the alert was last seen.
     *
     * @param longest after which an alert closes in any case; null for never
     */
    static List<Long> closeSucceeded(Handle handle, String rule, @Nullable Duration longest) {
        return handle.createQuery("""
                        UPDATE job_alerts AS a SET closed_at = now()
                        WHERE a.rule = :rule AND a.closed_at IS NULL AND a.opened_at < now()
                          AND (a.last_seen_at < now() - :longest::bigint * interval '1 millisecond'
                               OR EXISTS (SELECT 1
                                          FROM (SELECT e.outcome, e.finished_at FROM job_executions e
                                                WHERE e.job_group = split_part(a.subject, '/', 1)
                                                  AND e.job_name = split_part(a.subject, '/', 2)
                                                ORDER BY e.id DESC LIMIT 200) AS newest
                                          WHERE newest.outcome IN ('SUCCEEDED', 'SKIPPED')
                                            AND newest.finished_at > a.last_seen_at))
                        RETURNING a.id
                        """)
                .bind("rule", rule)
                .bind("longest", longest == null ? null : longest.toMillis())
                .mapTo(Long.class)
                .list();
    }
}
