package touchline.scheduler.trigger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Schedule;

/** The schedules that apply: declared ones, or operators' overrides. Thread-safe. */
public final class EffectiveSchedules {
    private static final Logger LOG = LoggerFactory.getLogger(EffectiveSchedules.class);

    private final Jdbi jdbi;

    public EffectiveSchedules(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** An operator's override of a schedule. */
    public record Overridden(JobName job, Schedule schedule, String actor, String reason, Instant at) {}

    public Optional<Overridden> override(JobName job) {
        return Optional.ofNullable(overrides().get(job));
    }

    /** Returns all overrides. One that can't be read is ignored, so that it does not affect other jobs. */
    public Map<JobName, Overridden> overrides() {
        Map<JobName, Overridden> found = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("SELECT * FROM job_schedule_overrides")
                .map((row, context) -> read(row))
                .forEach(one -> one.ifPresent(override -> found.put(override.job(), override))));
        return found;
    }

    private static Optional<Overridden> read(ResultSet row) throws SQLException {
        String job = row.getString("job_group") + "/" + row.getString("job_name");
        String expression = row.getString("expression");
        try {
            return Optional.of(new Overridden(
                    JobName.of(job),
                    row.getString("kind").equals("CRON")
                            ? new Schedule.Cron(expression, ZoneId.of(row.getString("zone")))
                            : new Schedule.Every(Duration.parse(expression)),
                    row.getString("actor"),
                    row.getString("reason"),
                    row.getTimestamp("at").toInstant()));
        } catch (IllegalArgumentException | DateTimeException e) {
            LOG.warn("the override of {} can't be read, and the declared schedule counts: {}", job, e.toString());
            return Optional.empty();
        }
    }

    /** The schedule that applies. */
    public Schedule of(JobDefinition definition) {
        return override(definition.name()).map(Overridden::schedule).orElse(definition.schedule());
    }
}
