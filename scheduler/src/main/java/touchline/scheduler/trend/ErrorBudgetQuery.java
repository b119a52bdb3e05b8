package touchline.scheduler.trend;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.job.JobName;

/** Reads the error budget of each job from the counted runs. Thread-safe. */
public final class ErrorBudgetQuery {
    private final Jdbi jdbi;

    public ErrorBudgetQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The budgets of all jobs with a promise, by name. */
    public List<ErrorBudget> all() {
        return jdbi.withHandle(ErrorBudgetQuery::all);
    }

    /** The same, within a transaction of the caller's. */
    public static List<ErrorBudget> all(Handle handle) {
        return handle.createQuery("""
                        SELECT p.job_group, p.job_name, p.within_ms, p.target_bps,
                               coalesce(sum(s.due), 0) AS due, coalesce(sum(s.late), 0) AS late, max(s.latest_ms) AS latest,
                               coalesce(sum(s.due) FILTER (WHERE s.slot > now() - interval '1 hour'), 0) AS hour_due,
                               coalesce(sum(s.late) FILTER (WHERE s.slot > now() - interval '1 hour'), 0) AS hour_late
                        FROM job_promises p
                        LEFT JOIN job_run_slots s ON s.job_group = p.job_group AND s.job_name = p.job_name
                             AND s.slot > now() - make_interval(secs => :window)
                        GROUP BY p.job_group, p.job_name
                        ORDER BY p.job_group, p.job_name
                        """)
                .bind("window", JobPromise.WINDOW.toSeconds())
                .map((row, context) -> new ErrorBudget(
                        new JobName(row.getString("job_group"), row.getString("job_name")),
                        Duration.ofMillis(row.getLong("within_ms")),
                        row.getInt("target_bps"),
                        row.getLong("due"),
                        row.getLong("late"),
                        row.getLong("hour_due"),
                        row.getLong("hour_late"),
                        row.getObject("latest", Long.class)))
                .list();
    }
}
