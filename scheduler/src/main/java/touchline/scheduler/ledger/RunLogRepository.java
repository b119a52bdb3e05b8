package touchline.scheduler.ledger;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.text.Storable;

/** Writes the logs of running runs, their progress, and reasons why they do not end. Thread-safe. */
final class RunLogRepository {
    private static final int LONGEST_LINE = 2_000;

    private final Jdbi jdbi;

    RunLogRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A line of a run's log, counted from 1. */
    record Line(int number, Instant at, String level, String text) {}

    /** Adds lines, at least one; returns false, and adds none, if the run has no row. */
    boolean add(long execution, List<Line> lines) {
        return jdbi.inTransaction(handle -> {
            int runs = handle.createUpdate(
                            "UPDATE job_executions SET log_lines = greatest(log_lines, :last) WHERE id = :id")
                    .bind("last", lines.get(lines.size() - 1).number())
                    .bind("id", execution)
                    .execute();
            if (runs == 0) {
                return false;
            }
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO job_execution_log (execution_id, line, at, level, message)
                    VALUES (:execution, :line, :at, :level, :message) ON CONFLICT DO NOTHING
                    """);
            for (Line line : lines) {
                batch.bind("execution", execution)
                        .bind("line", line.number())
                        .bind("at", line.at())
                        .bind("level", line.level())
                        .bind("message", String.valueOf(Storable.text(line.text(), LONGEST_LINE)))
                        .add();
            }
            batch.execute();
            return true;
        });
    }

    /** Sets the progress of a run; a percentage of null keeps the last one. Returns false if the run has no row. */
    boolean progress(long execution, @Nullable Integer percent, String words) {
        return jdbi.withHandle(handle ->
                handle.createUpdate("UPDATE job_executions SET progress = :words, percent = coalesce(:percent, percent)"
                                        + " WHERE id = :id")
                                .bind("id", execution)
                                .bind("words", Storable.text(words))
                                .bind("percent", percent)
                                .execute()
                        > 0);
    }

    /** Sets the reason of a run that is running. */
    void reason(long execution, String reason) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE job_executions SET reason = :reason WHERE id = :id AND outcome = 'RUNNING'")
                .bind("reason", reason)
                .bind("id", execution)
                .execute());
    }
}
