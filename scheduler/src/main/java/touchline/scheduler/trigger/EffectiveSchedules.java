package touchline.scheduler.trigger;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Schedule;

/** The schedules that apply: declared ones, or operators' overrides. Thread-safe. */
public final class EffectiveSchedules {
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
        return jdbi.withHandle(ScheduleOverrideRepository::all);
    }

    /** The schedule that applies. */
    public Schedule of(JobDefinition definition) {
        return override(definition.name()).map(Overridden::schedule).orElse(definition.schedule());
    }
}
