package touchline.jobs.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What ran where, when, and how it ended. Writing it down never fails a run: a history that can't be written is logged. */
final class JobHistory {
    private static final Logger LOG = LoggerFactory.getLogger(JobHistory.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_ERROR = 16_000;
    private static final int MOST_LATE = 1_000;

    private final Jdbi jdbi;
    private final String node;
    private final Queue<Runnable> late = new ConcurrentLinkedQueue<>();

    JobHistory(Jdbi jdbi, String node) {
        this.jdbi = jdbi;
        this.node = node;
    }

    /** The row's id; null where it could not be written. */
    @Nullable
    Long begun(Fired run) {
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
        if (id != null) {
            Runnable change = () -> jdbi.useHandle(handle -> handle.createUpdate(
                            "UPDATE job_executions SET progress = :words WHERE id = :id AND outcome = 'RUNNING'")
                    .bind("id", id)
                    .bind("words", storable(words))
                    .execute());
            isWritten(change);
        }
    }

    void finished(@Nullable Long id, Outcome outcome, JobReport report, @Nullable Throwable error) {
        if (id == null) {
            return;
        }
        OffsetDateTime at = OffsetDateTime.now(ZoneOffset.UTC);
        String stack = error == null ? null : stack(error);
        // A run that was given up for lost, and yet came to its end, has the last word.
        Runnable change = () -> jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE job_executions
                        SET finished_at = :at, outcome = :outcome, reason = :reason, counts = :counts::jsonb, error = :error
                        WHERE id = :id AND outcome IN ('RUNNING', 'LOST')
                        """)
                .bind("id", id)
                .bind("at", at)
                .bind("outcome", outcome.name())
                .bind("reason", storable(report.skipped()))
                .bind("counts", json(report.counts()))
                .bind("error", storable(stack))
                .execute());
        if (!isWritten(change) && late.size() < MOST_LATE) {
            late.add(change);
        }
    }

    /** Writes what could not be written when it happened; for ever RUNNING would be a lie. */
    void catchUp() {
        for (int left = late.size(); left > 0; left--) {
            Runnable change = late.remove();
            if (!isWritten(change)) {
                late.add(change);
            }
        }
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

    private static boolean isWritten(Runnable change) {
        try {
            change.run();
            return true;
        } catch (RuntimeException e) {
            LOG.warn("the history is not up to date: {}", e.toString());
            return false;
        }
    }

    /** Postgres takes no NUL in a text. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\0', ' ');
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
