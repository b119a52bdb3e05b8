package touchline.jobs.platform.quartz;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import touchline.jobs.platform.job.JobDefinition;
import touchline.jobs.platform.job.JobName;
import touchline.jobs.platform.job.Schedule;

/** When jobs really run: as declared, or as an operator has put in its place. Thread-safe. */
public final class EffectiveSchedules {
    private final Jdbi jdbi;

    public EffectiveSchedules(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A schedule that an operator has put in the place of the declared one. */
    public record Overridden(Schedule schedule, String actor, String reason, Instant at) {}

    public Optional<Overridden> override(JobName job) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT kind, expression, zone, actor, reason, at FROM job_schedule_overrides
                        WHERE job_group = :group AND job_name = :name
                        """)
                .bind("group", job.group())
                .bind("name", job.name())
                .map((row, context) -> new Overridden(
                        row.getString("kind").equals("CRON")
                                ? new Schedule.Cron(row.getString("expression"), ZoneId.of(row.getString("zone")))
                                : new Schedule.Every(Duration.parse(row.getString("expression"))),
                        row.getString("actor"),
                        row.getString("reason"),
                        row.getTimestamp("at").toInstant()))
                .findOne());
    }

    /** What counts. */
    public Schedule of(JobDefinition definition) {
        return override(definition.name()).map(Overridden::schedule).orElse(definition.schedule());
    }
}
