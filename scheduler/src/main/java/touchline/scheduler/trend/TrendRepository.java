package touchline.scheduler.trend;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.job.JobName;

/**
 * Writes trends from the history of runs and the last reports of services. Each call reads the runs since the last one and no others, so that its cost does not grow with the
 * history.
 */
public final class TrendRepository {
    private static final Duration STEP = Duration.ofHours(12);

    private final Jdbi jdbi;
    private final Duration keep;

    /** Trends are kept as long as successful runs. */
    public TrendRepository(Jdbi jdbi, Duration keep) {
        this.jdbi = jdbi;
        this.keep = keep;
    }

    /** Replaces all promises: past starts stay judged by those of their time. */
    public void promise(List<JobPromise> promises) {
        jdbi.useTransaction(handle -> handle.createUpdate("""
                        WITH given AS (
                            SELECT * FROM unnest(:groups::text[], :names::text[], :within::bigint[], :targets::int[])
                                       AS p(job_group, job_name, within_ms, target_bps)
                        ), gone AS (
                            DELETE FROM job_promises p
                            WHERE NOT EXISTS (SELECT 1 FROM given g WHERE g.job_group = p.job_group AND g.job_name = p.job_name)
                        )
                        INSERT INTO job_promises AS p (job_group, job_name, within_ms, target_bps)
                        SELECT job_group, job_name, within_ms, target_bps FROM given
                        ON CONFLICT (job_group, job_name)
                        DO UPDATE SET within_ms = excluded.within_ms, target_bps = excluded.target_bps
                        WHERE (p.within_ms, p.target_bps) <> (excluded.within_ms, excluded.target_bps)
                        """)
                .bindArray(
                        "groups",
                        String.class,
                        promises.stream()
                                .map(JobPromise::job)
                                .map(JobName::group)
                                .toList())
                .bindArray(
                        "names",
                        String.class,
                        promises.stream()
                                .map(JobPromise::job)
                                .map(JobName::name)
                                .toList())
                .bindArray(
                        "within",
                        Long.class,
                        promises.stream().map(one -> one.within().toMillis()).toList())
                .bindArray(
                        "targets",
                        Integer.class,
                        promises.stream().map(JobPromise::targetBps).toList())
                .execute());
    }

    /** Counts the runs that ended since the last call, from the slot before the last one on: a run is committed a moment after its end. */
    public void countRuns(Instant now) {
        Instant from = jdbi.withHandle(
                handle -> handle.createQuery("SELECT max(slot) - interval '15 minutes' FROM job_run_slots")
                        .mapTo(OffsetDateTime.class)
                        .findOne()
                        .map(OffsetDateTime::toInstant)
                        .orElse(now.minus(keep)));
        Instant end = now.plus(TrendQuery.SLOT); // a step ends with a whole slot, and the slot of now is not over
        while (from.isBefore(end)) {
            Instant to = from.plus(STEP);
            Instant begin = from;
            jdbi.useTransaction(handle -> count(handle, begin, to));
            from = to;
        }
    }

    private static void count(Handle handle, Instant from, Instant to) {
        handle.createUpdate("""
                        INSERT INTO job_run_slots (slot, job_group, job_name, succeeded, skipped, interrupted, failed, due, late, latest_ms)
                        SELECT slot, job_group, job_name,
                               count(*) FILTER (WHERE outcome = 'SUCCEEDED'),
                               count(*) FILTER (WHERE outcome = 'SKIPPED'),
                               count(*) FILTER (WHERE outcome = 'INTERRUPTED'),
                               count(*) FILTER (WHERE outcome IN ('FAILED', 'TIMED_OUT', 'LOST')),
                               count(*) FILTER (WHERE due),
                               count(*) FILTER (WHERE due AND lateness_ms > within_ms),
                               max(lateness_ms) FILTER (WHERE due)
                        FROM (SELECT to_timestamp(floor(extract(epoch FROM e.finished_at) / 900) * 900) AS slot,
                                     e.job_group, e.job_name, e.outcome, e.lateness_ms, coalesce(p.within_ms, 5000) AS within_ms,
                                     e.cause = 'SCHEDULE' AND e.attempt = 1 AND NOT e.recovering AND e.lateness_ms IS NOT NULL AS due
                              FROM job_executions e LEFT JOIN job_promises p USING (job_group, job_name)
                              WHERE e.finished_at >= to_timestamp(floor(extract(epoch FROM CAST(:from AS timestamptz)) / 900) * 900)
                                AND e.finished_at < to_timestamp(floor(extract(epoch FROM CAST(:to AS timestamptz)) / 900) * 900)) AS runs
                        GROUP BY slot, job_group, job_name
                        ON CONFLICT (slot, job_group, job_name) DO UPDATE SET
                            succeeded = excluded.succeeded, skipped = excluded.skipped, interrupted = excluded.interrupted,
                            failed = excluded.failed, due = excluded.due, late = excluded.late, latest_ms = excluded.latest_ms
                        """)
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("to", to.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** Samples the lag of each service: the largest of the living nodes. */
    public void sample(Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO job_samples (name, at, value)
                        SELECT s.service, date_trunc('minute', CAST(:now AS timestamptz)), max(s.lag_ms)
                        FROM job_services s JOIN job_nodes n USING (node)
                        WHERE s.lag_ms IS NOT NULL AND n.stopped_at IS NULL AND n.died_at IS NULL
                          AND s.reported_at > now() - interval '1 minute'
                        GROUP BY s.service
                        ON CONFLICT (name, at) DO UPDATE SET value = greatest(job_samples.value, excluded.value)
                        """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute());
    }

    /** Deletes what is older than the retention; returns the number of rows. */
    public int trim(Instant now) {
        return jdbi.inTransaction(handle -> handle.createUpdate("DELETE FROM job_samples WHERE at < :before")
                        .bind("before", now.minus(keep).atOffset(ZoneOffset.UTC))
                        .execute()
                + handle.createUpdate("DELETE FROM job_run_slots WHERE slot < :before")
                        .bind("before", now.minus(keep).atOffset(ZoneOffset.UTC))
                        .execute());
    }
}
