package touchline.scheduler.operation;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.job.JobName;
import touchline.scheduler.trigger.MissedTimes;
import touchline.scheduler.trigger.QuartzNames;

/**
 * What operators hold back. A pause is a row, and what it concerns isn't acquired while it stands: Quartz' own pauses are states of triggers, in which a run
 * asked for by hand gets stuck and which nobody can be asked about. Thread-safe.
 */
public final class Pauses {
    private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);

    private final Jdbi jdbi;
    private final MissedTimes missed;

    public Pauses(Jdbi jdbi, MissedTimes missed) {
        this.jdbi = jdbi;
        this.missed = missed;
    }

    /**
     * A pause.
     *
     * @param job null where everything is held back
     * @param until when it ends by itself; null where somebody has to end it
     */
    public record Pause(
            @Nullable JobName job,
            String actor,
            String reason,
            Instant at,
            @Nullable Instant until) {

        Map<String, Object> asMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("by", actor);
            map.put("reason", reason);
            map.put("at", at.toString());
            if (until != null) {
                map.put("until", until.toString());
            }
            return map;
        }
    }

    /** The pause of a job itself. */
    public Optional<Pause> of(JobName job) {
        return all().stream().filter(pause -> job.equals(pause.job())).findFirst();
    }

    /** The pause of everything. */
    public Optional<Pause> ofEverything() {
        return all().stream().filter(pause -> pause.job() == null).findFirst();
    }

    /** The pause of a job, or of everything where that is null, as a change sees it. */
    static Optional<Pause> of(Handle change, @Nullable JobName job) {
        return all(change).stream()
                .filter(pause -> Objects.equals(job, pause.job()))
                .findFirst();
    }

    public List<Pause> all() {
        return jdbi.withHandle(Pauses::all);
    }

    private static List<Pause> all(Handle handle) {
        return handle.createQuery("SELECT * FROM job_pauses ORDER BY at")
                .map((row, context) -> {
                    OffsetDateTime until = row.getObject("until", OffsetDateTime.class);
                    return new Pause(
                            row.getString("job_group").equals(QuartzNames.EVERYTHING)
                                    ? null
                                    : new JobName(row.getString("job_group"), row.getString("job_name")),
                            row.getString("actor"),
                            row.getString("reason"),
                            row.getTimestamp("at").toInstant(),
                            until == null ? null : until.toInstant());
                })
                .list();
    }

    /** How many times of a job's schedule have passed while it was held back, up to a hundred. */
    public int missed(JobName job) {
        try {
            return missed.of(job, Instant.now()).size();
        } catch (SchedulerException e) {
            throw new IllegalStateException("the store can't be read: " + e.getMessage(), e);
        }
    }

    /** How many runs that were asked for are due and held back. */
    public long waiting(JobName job) {
        return jdbi.withHandle(handle -> handle.createQuery("""
            SELECT count(*) FROM qrtz_triggers
            WHERE sched_name = 'touchline' AND trigger_group = :job AND trigger_state = 'WAITING'
              AND next_fire_time <= extract(epoch FROM now()) * 1000
            """)
                .bind("job", job.toString())
                .mapTo(Long.class)
                .one());
    }

    /** Ends a pause, unless somebody else does so first. */
    void end(Pause pause, Actor actor, String reason, CatchUp catchUp, Consequence consequence) {
        JobName job = pause.job();
        jdbi.useTransaction(handle -> {
            if (delete(handle, job) == 0) {
                return; // another was faster
            }
            if (job != null && catchUp != CatchUp.ALL) {
                skip(handle, job, catchUp == CatchUp.ONE);
            } else if (job != null) {
                consequence.ofEnding(job);
                skip(handle, job, false);
            }
            AuditLog.write(
                    handle,
                    actor,
                    new AuditLog.Change("resume", job == null ? "scheduler" : job.toString(), reason),
                    pause.asMap(),
                    Map.of("catchUp", catchUp.name()));
        });
    }

    /** What else has to be done as a pause ends. */
    @FunctionalInterface
    interface Consequence {
        void ofEnding(JobName job);
    }

    /** Ends the pauses that have run out; one run makes up for what was missed. Done by every node, every second. */
    public void endExpired() {
        Instant now = Instant.now();
        for (Pause pause : all()) {
            Instant until = pause.until();
            if (until != null && !until.isAfter(now)) {
                end(pause, new Actor(pause.actor(), ""), "its time was up", CatchUp.ONE, job -> {});
                LOG.info(
                        "the pause of {} by {} has run out",
                        pause.job() == null ? "everything" : pause.job(),
                        pause.actor());
            }
        }
    }

    /** Begins or changes a pause; false if it already stands, until the same time and for the same reason. */
    boolean begin(Handle handle, @Nullable JobName job, Actor actor, String reason, @Nullable Instant until) {
        int changed = handle.createUpdate("""
                        INSERT INTO job_pauses (job_group, job_name, actor, reason, until)
                        VALUES (:group, :name, :actor, :reason, :until)
                        ON CONFLICT (job_group, job_name) DO UPDATE
                        SET actor = excluded.actor, reason = excluded.reason, until = excluded.until
                        WHERE job_pauses.until IS DISTINCT FROM excluded.until OR job_pauses.reason <> excluded.reason
                        """)
                .bind("group", job == null ? QuartzNames.EVERYTHING : job.group())
                .bind("name", job == null ? QuartzNames.EVERYTHING : job.name())
                .bind("actor", actor.name())
                .bind("reason", reason)
                .bind("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
                .execute();
        return changed > 0;
    }

    private static int delete(Handle handle, @Nullable JobName job) {
        return handle.createUpdate("DELETE FROM job_pauses WHERE job_group = :group AND job_name = :name")
                .bind("group", job == null ? QuartzNames.EVERYTHING : job.group())
                .bind("name", job == null ? QuartzNames.EVERYTHING : job.name())
                .execute();
    }

    private void skip(Handle handle, JobName job, boolean runNow) {
        try {
            missed.skip(handle, job, Instant.now(), runNow);
        } catch (SchedulerException e) {
            throw new IllegalStateException("the store can't be read: " + e.getMessage(), e);
        }
    }
}
