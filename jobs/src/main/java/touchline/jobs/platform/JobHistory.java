package touchline.jobs.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What ran where, when, and how it ended. Writing it down never fails a run: a history that can't be written is logged. */
final class JobHistory {
    private static final Logger LOG = LoggerFactory.getLogger(JobHistory.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_ERROR = 16_000;

    private final Jdbi jdbi;
    private final String node;

    JobHistory(Jdbi jdbi, String node) {
        this.jdbi = jdbi;
        this.node = node;
    }

    /** What is known of a run as it begins. */
    record Begun(
            JobName job,
            String trigger,
            int attempt,
            boolean recovering,
            Map<String, String> parameters,
            Instant scheduledFor,
            Instant firedAt) {}

    /** The row's id; null where it could not be written. */
    @Nullable
    Long begun(Begun run) {
        try {
            return jdbi.withHandle(handle -> handle.createQuery("""
                            INSERT INTO job_executions
                                (job_group, job_name, trigger_name, node, attempt, recovering, parameters, scheduled_at, fired_at)
                            VALUES (:group, :name, :trigger, :node, :attempt, :recovering, :parameters::jsonb, :scheduled, :fired)
                            RETURNING id
                            """)
                    .bind("group", run.job().group())
                    .bind("name", run.job().name())
                    .bind("trigger", run.trigger())
                    .bind("node", node)
                    .bind("attempt", run.attempt())
                    .bind("recovering", run.recovering())
                    .bind("parameters", json(run.parameters()))
                    .bind("scheduled", Timestamp.from(run.scheduledFor()))
                    .bind("fired", Timestamp.from(run.firedAt()))
                    .mapTo(Long.class)
                    .one());
        } catch (RuntimeException e) {
            LOG.warn("the run of {} is not in the history: {}", run.job(), e.toString());
            return null;
        }
    }

    void progress(@Nullable Long id, String words) {
        change(
                id,
                "UPDATE job_executions SET progress = :words WHERE id = :id AND outcome = 'RUNNING'",
                words,
                null,
                null);
    }

    void finished(@Nullable Long id, Outcome outcome, JobReport report, @Nullable Throwable error) {
        // A run that was given up for lost, and yet came to its end, has the last word.
        change(
                id,
                """
                UPDATE job_executions
                SET finished_at = now(), outcome = '%s', reason = :words, counts = :counts::jsonb, error = :error
                WHERE id = :id AND outcome IN ('RUNNING', 'LOST')
                """.formatted(outcome.name()),
                report.skipped(),
                json(report.counts()),
                error == null ? null : stack(error));
    }

    /** Marks runs whose node has not checked in for ten seconds, or is gone, as lost; gives how many. */
    int markLost() {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE job_executions AS e
                        SET outcome = 'LOST', finished_at = now(), reason = 'its node ' || e.node || ' is gone'
                        WHERE e.outcome = 'RUNNING' AND e.node <> :node AND e.fired_at < now() - interval '3 seconds'
                          AND NOT EXISTS (SELECT 1 FROM qrtz_scheduler_state s
                                          WHERE s.sched_name = :scheduler AND s.instance_name = e.node
                                            AND s.last_checkin_time > extract(epoch FROM now()) * 1000 - 10000)
                        """)
                .bind("node", node)
                .bind("scheduler", QuartzSettings.SCHEDULER)
                .execute());
    }

    private void change(
            @Nullable Long id, String sql, @Nullable String words, @Nullable String counts, @Nullable String error) {
        if (id == null) {
            return;
        }
        try {
            jdbi.useHandle(handle -> {
                var update = handle.createUpdate(sql).bind("id", id).bind("words", words);
                if (counts != null) {
                    update.bind("counts", counts).bind("error", error);
                }
                update.execute();
            });
        } catch (RuntimeException e) {
            LOG.warn("execution {} is not up to date in the history: {}", id, e.toString());
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text and numbers are always written", e);
        }
    }

    private static String stack(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        String whole = text.toString();
        return whole.length() <= LONGEST_ERROR ? whole : whole.substring(0, LONGEST_ERROR);
    }
}
