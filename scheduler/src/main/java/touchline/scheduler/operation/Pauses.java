package touchline.scheduler.operation;

import java.sql.SQLException;
import java.time.Instant;
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
import touchline.scheduler.misfire.Handling;
import touchline.scheduler.misfire.MisfireRepository;
import touchline.scheduler.misfire.Missed;
import touchline.scheduler.misfire.MissedSpan;
import touchline.scheduler.trigger.MissedTimes;

/**
 * Pauses by operators. A pause is a row, and triggers that it concerns are not acquired. Quartz' own pauses are not used: they are states of
 * triggers, in which an operator's run gets stuck, and they have no author. Thread-safe.
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
     * @param job null for all jobs
     * @param until when it ends by itself; null for never
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

    /** The pause of all jobs. */
    public Optional<Pause> ofEverything() {
        return all().stream().filter(pause -> pause.job() == null).findFirst();
    }

    /** The pause of a job, or of all jobs if it is null, as the transaction sees it. */
    static Optional<Pause> of(Handle change, @Nullable JobName job) {
        return PauseRepository.all(change).stream()
                .filter(pause -> Objects.equals(job, pause.job()))
                .findFirst();
    }

    public List<Pause> all() {
        return jdbi.withHandle(PauseRepository::all);
    }

    /** Counts the times of a job's schedule that its pause has held back, up to a hundred. */
    public int missed(JobName job) {
        try {
            return missed.of(job, Instant.now(), MissedTimes.MOST).size();
        } catch (SchedulerException e) {
            throw new IllegalStateException("the store can't be read: " + e.getMessage(), e);
        }
    }

    /** Counts the requests of a job that are due and held back. */
    public long waiting(JobName job) {
        return jdbi.withHandle(handle -> PauseRepository.heldBack(handle, job));
    }

    /** Ends a pause; false if another node or operator has ended or changed it since it was read. */
    boolean end(Pause pause, Actor actor, String reason, CatchUp catchUp, Consequence consequence) {
        JobName job = pause.job();
        return jdbi.inTransaction(handle -> {
            if (!PauseRepository.delete(handle, pause)) {
                return false;
            }
            if (job != null) {
                // One moment for all steps: a time between two of them would be in neither.
                Instant now = Instant.now();
                record(handle, job, now, catchUp, actor);
                if (catchUp == CatchUp.ALL) {
                    consequence.ofEnding(job, now);
                }
                skip(handle, job, now, catchUp == CatchUp.ONE);
            }
            AuditLog.write(
                    handle,
                    actor,
                    new AuditLog.Change("resume", job == null ? "scheduler" : job.toString(), reason),
                    pause.asMap(),
                    Map.of("catchUp", catchUp.name()));
            return true;
        });
    }

    /** A consequence of the end of a pause. */
    @FunctionalInterface
    interface Consequence {
        void ofEnding(JobName job, Instant now);
    }

    /** Ends expired pauses; one run makes up for the missed times. Every node calls it every second. */
    public void endExpired() {
        Instant now = Instant.now();
        for (Pause pause : all()) {
            Instant until = pause.until();
            if (until != null
                    && !until.isAfter(now)
                    && end(
                            pause,
                            new Actor(pause.actor(), ""),
                            "the pause has expired",
                            CatchUp.ONE,
                            (job, end) -> {})) {
                LOG.info(
                        "a pause has expired: job={} actor={}",
                        pause.job() == null ? "everything" : pause.job(),
                        pause.actor());
            }
        }
    }

    private void record(Handle handle, JobName job, Instant now, CatchUp catchUp, Actor actor) {
        try {
            Missed all = missed.count(job, now).orElse(null);
            if (all == null) {
                return;
            }
            if (catchUp == CatchUp.ALL) {
                recordEach(handle, job, all, missed.of(job, now, MissedTimes.MOST + 1), actor);
            } else {
                write(handle, job, all, catchUp == CatchUp.ONE ? Handling.RAN_ONCE : Handling.SKIPPED, actor);
            }
        } catch (SchedulerException | SQLException e) {
            throw new IllegalStateException("the missed times of " + job + " can't be recorded: " + e.getMessage(), e);
        }
    }

    /** Runs make up for the first hundred times; later ones are skipped. */
    private static void recordEach(Handle handle, JobName job, Missed all, List<Instant> first, Actor actor)
            throws SQLException {
        int each = Math.min(first.size(), MissedTimes.MOST);
        write(handle, job, new Missed(all.first(), first.get(each - 1), each, false), Handling.RAN_EACH, actor);
        if (first.size() > each) {
            Missed rest = new Missed(first.get(each), all.last(), all.times() - each, all.isMore());
            write(handle, job, rest, Handling.SKIPPED, actor);
        }
    }

    private static void write(Handle handle, JobName job, Missed missed, Handling handling, Actor actor)
            throws SQLException {
        MisfireRepository.write(
                handle.getConnection(), List.of(new MissedSpan(job, missed, handling, actor.name(), null)));
    }

    private void skip(Handle handle, JobName job, Instant now, boolean runNow) {
        try {
            missed.skip(handle, job, now, runNow);
        } catch (SchedulerException e) {
            throw new IllegalStateException("the store can't be read: " + e.getMessage(), e);
        }
    }
}
