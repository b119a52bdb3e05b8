package touchline.jobs.platform.quartz;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
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
        return Optional.ofNullable(overrides().get(job));
    }

    /** All of them; there are few. */
    public Map<JobName, Overridden> overrides() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM job_schedule_overrides")
                .reduceRows(new HashMap<JobName, Overridden>(), (found, row) -> {
                    String expression = row.getColumn("expression", String.class);
                    found.put(
                            new JobName(
                                    row.getColumn("job_group", String.class), row.getColumn("job_name", String.class)),
                            new Overridden(
                                    row.getColumn("kind", String.class).equals("CRON")
                                            ? new Schedule.Cron(
                                                    expression, ZoneId.of(row.getColumn("zone", String.class)))
                                            : new Schedule.Every(Duration.parse(expression)),
                                    row.getColumn("actor", String.class),
                                    row.getColumn("reason", String.class),
                                    row.getColumn("at", Instant.class)));
                    return found;
                }));
    }

    /** What counts. */
    public Schedule of(JobDefinition definition) {
        return override(definition.name()).map(Overridden::schedule).orElse(definition.schedule());
    }
}
