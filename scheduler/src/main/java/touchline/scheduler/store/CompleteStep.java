package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.quartz.JobDetail;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.spi.OperableTrigger;
import touchline.scheduler.ledger.RunEnd;
import touchline.scheduler.ledger.RunHistoryRepository;
import touchline.scheduler.run.OpenRuns;
import touchline.scheduler.sql.BatchColumns;
import touchline.scheduler.sql.QuartzSql;

/**
 * Completes runs, in at most four statements for any number of runs, including their history. Quartz needs about six for each, and unblocks an
 * exclusive job at the end of any run; this step keeps it blocked while another run of it is executing.
 */
final class CompleteStep {
    /** Deletes triggers that will not fire again, unless they have a new time. */
    private static final String FINISHED = QuartzSql.of("""
            WITH finished AS (
                SELECT t.sched_name, t.trigger_name, t.trigger_group
                FROM qrtz_triggers t JOIN unnest(?::text[], ?::text[]) AS k(name, grp) ON t.trigger_name = k.name AND t.trigger_group = k.grp
                WHERE t.sched_name = {scheduler} AND t.trigger_state = 'COMPLETE' AND t.next_fire_time <= 0
            ), simple AS (
                DELETE FROM qrtz_simple_triggers s USING finished f
                WHERE s.sched_name = f.sched_name AND s.trigger_name = f.trigger_name AND s.trigger_group = f.trigger_group
            ), cron AS (
                DELETE FROM qrtz_cron_triggers s USING finished f
                WHERE s.sched_name = f.sched_name AND s.trigger_name = f.trigger_name AND s.trigger_group = f.trigger_group
            ), simprop AS (
                DELETE FROM qrtz_simprop_triggers s USING finished f
                WHERE s.sched_name = f.sched_name AND s.trigger_name = f.trigger_name AND s.trigger_group = f.trigger_group
            )
            DELETE FROM qrtz_triggers t USING finished f
            WHERE t.sched_name = f.sched_name AND t.trigger_name = f.trigger_name AND t.trigger_group = f.trigger_group
            """);

    private static final String NO_LONGER_EXECUTING =
            QuartzSql.of("DELETE FROM qrtz_fired_triggers WHERE sched_name = {scheduler} AND entry_id = ANY (?)");

    private static final String UNBLOCK = QuartzSql.of("""
            UPDATE qrtz_triggers AS t
            SET trigger_state = CASE t.trigger_state WHEN 'PAUSED_BLOCKED' THEN 'PAUSED' ELSE 'WAITING' END
            FROM unnest(?::text[], ?::text[]) AS j(job_name, job_group)
            WHERE t.sched_name = {scheduler} AND t.job_name = j.job_name AND t.job_group = j.job_group
              AND t.trigger_state IN ('BLOCKED', 'PAUSED_BLOCKED')
              AND NOT EXISTS (SELECT 1 FROM qrtz_fired_triggers f
                              WHERE f.sched_name = t.sched_name AND f.job_name = t.job_name AND f.job_group = t.job_group
                                AND f.state = 'EXECUTING')
            """);

    private final RunHistoryRepository ledger;
    private final OpenRuns runs;

    CompleteStep(RunHistoryRepository ledger, OpenRuns runs) {
        this.ledger = ledger;
        this.runs = runs;
    }

    /** A run that has ended, as Quartz reports it. */
    record Completion(OperableTrigger trigger, JobDetail job, CompletedExecutionInstruction instruction) {
        String fireId() {
            return trigger.getFireInstanceId();
        }

        /** Whether this step handles the instruction; Quartz handles the few others. */
        boolean isOrdinary() {
            return instruction == CompletedExecutionInstruction.NOOP || isLast();
        }

        private boolean isLast() {
            return instruction == CompletedExecutionInstruction.DELETE_TRIGGER && trigger.getNextFireTime() == null;
        }
    }

    /** Completes runs; returns whether triggers may have become free. */
    boolean complete(Connection connection, List<Completion> done) throws SQLException {
        List<Completion> last = done.stream().filter(Completion::isLast).toList();
        if (!last.isEmpty()) {
            try (PreparedStatement delete = connection.prepareStatement(FINISHED)) {
                BatchColumns<Completion> rows = new BatchColumns<>(delete, last);
                rows.bind(1, "text", one -> one.trigger().getKey().getName());
                rows.bind(2, "text", one -> one.trigger().getKey().getGroup());
                delete.executeUpdate();
            }
        }
        try (PreparedStatement delete = connection.prepareStatement(NO_LONGER_EXECUTING)) {
            new BatchColumns<>(delete, done).bind(1, "text", Completion::fireId);
            delete.executeUpdate();
        }
        List<Completion> exclusive = done.stream()
                .filter(one -> one.job().isConcurrentExecutionDisallowed())
                .toList();
        if (!exclusive.isEmpty()) {
            try (PreparedStatement update = connection.prepareStatement(UNBLOCK)) {
                BatchColumns<Completion> rows = new BatchColumns<>(update, exclusive);
                rows.bind(1, "text", one -> one.job().getKey().getName());
                rows.bind(2, "text", one -> one.job().getKey().getGroup());
                update.executeUpdate();
            }
        }
        write(connection, done);
        return !exclusive.isEmpty();
    }

    /** Writes the history of ended runs. */
    void write(Connection connection, List<Completion> done) throws SQLException {
        List<RunEnd> ends = done.stream()
                .map(one -> runs.end(one.fireId()))
                .filter(Objects::nonNull)
                .toList();
        ledger.ended(connection, ends);
    }
}
