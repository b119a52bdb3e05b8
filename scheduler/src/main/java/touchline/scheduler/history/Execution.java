package touchline.scheduler.history;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunCause;
import touchline.scheduler.ledger.RunJournal;
import touchline.scheduler.ledger.RunOutcome;

/**
 * A run in the history.
 *
 * @param subject the subject of its request, or the job's name for a scheduled run
 * @param triggeredBy the operator who requested it; null if none did
 * @param node null while it is queued
 * @param follows the run that this one retries or recovers; null for the first
 * @param recovering whether it recovers a run of a dead node
 * @param firedAt null while it is queued
 * @param finishedAt null until it has ended
 * @param latenessMillis from its scheduled time to its start
 * @param nextAttemptAt when it is retried; null if it is not
 * @param percent its progress, 0 to 100; null if it reports none
 * @param reason why it was skipped, interrupted, timed out or lost
 * @param error the stack; in a list only its first line
 * @param logLines written by the run; at most {@value RunJournal#MOST_LINES} of them are stored
 * @param fence its fencing token; null if its job is not exclusive
 * @param fenced the refused effect; null if there is none
 * @param lostAt when it was declared lost, although it may have ended later
 * @param interrupt null if nobody requested one
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
     * @param receivedAt when the run's node received it; null before
     * @param honouredAt when the job ended because of it; null if it did not
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
