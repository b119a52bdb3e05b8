package touchline.scheduler.history;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunCause;
import touchline.scheduler.ledger.RunJournal;
import touchline.scheduler.ledger.RunOutcome;

/**
 * A run, as the history has it.
 *
 * @param subject what it was asked for, or the job's name where it was time
 * @param triggeredBy the operator who asked for it; null where none did
 * @param node null while it is queued
 * @param follows the run of which this is another attempt, or which it takes up; null for the first
 * @param recovering whether it takes up a run that died with its node
 * @param firedAt null while it is queued
 * @param finishedAt null until it has ended
 * @param latenessMillis from when it was to run to when it did
 * @param nextAttemptAt when it is tried again; null where it isn't
 * @param percent how far it is, 0 to 100; null where it doesn't say
 * @param reason why it was skipped, interrupted, timed out or lost
 * @param error the stack; in a list only its first line
 * @param logLines said by the run; at most {@value RunJournal#MOST_LINES} of them are kept
 * @param fence the token its effects carry; null where its job isn't exclusive
 * @param fenced the effect that was refused, and for whom; null where none was
 * @param lostAt when it was given up for lost, though it may have come to its end after that
 * @param interrupt null where nobody asked for one
 */
public record Execution(
        long id,
        JobName job,
        String subject,
        RunCause cause,
        @Nullable String triggeredBy,
        @Nullable String node,
        RunOutcome outcome,
        int attempt,
        @Nullable Long follows,
        boolean recovering,
        Map<String, String> parameters,
        Instant scheduledAt,
        @Nullable Instant firedAt,
        @Nullable Instant finishedAt,
        @Nullable Long latenessMillis,
        @Nullable Instant deadlineAt,
        @Nullable Instant nextAttemptAt,
        @Nullable String progress,
        @Nullable Integer percent,
        Map<String, Long> counts,
        @Nullable String reason,
        @Nullable String result,
        @Nullable String error,
        int logLines,
        @Nullable Long fence,
        @Nullable String fenced,
        @Nullable Instant lostAt,
        @Nullable Interruption interrupt) {

    /**
     * An operator's interrupt, step by step.
     *
     * @param receivedAt by the run's node; null as long as it wasn't
     * @param honouredAt when the job ended for it; null where it didn't
     */
    public record Interruption(
            String by,
            String reason,
            Instant requestedAt,
            @Nullable Instant receivedAt,
            @Nullable Instant honouredAt) {}

    /** A line of a run's log, counted from 1. */
    public record LogLine(int line, Instant at, String level, String message) {}
}
