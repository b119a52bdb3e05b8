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
 * @param interrupt null if nobody requested one
 */
public record Execution(
        long id,
        JobName job,
        Origin origin,
        Attempt attempt,
        Times times,
        Output output,
        Result result,
        @Nullable Interruption interrupt) {

    /**
     * Why it runs.
     *
     * @param subject the subject of its request, or the job's name for a scheduled run
     * @param triggeredBy the operator who requested it; null if none did
     */
    public record Origin(
            String subject, RunCause cause, @Nullable String triggeredBy, Map<String, String> parameters) {}

    /**
     * Which attempt it is, and where.
     *
     * @param node null while it is queued
     * @param follows the run that this one retries or recovers; null for the first
     * @param recovering whether it recovers a run of a dead node
     * @param fence its fencing token; null if its job is not exclusive
     */
    public record Attempt(
            int number,
            @Nullable String node,
            @Nullable Long follows,
            boolean recovering,
            @Nullable Long fence) {}

    /**
     * Its instants.
     *
     * @param firedAt null while it is queued
     * @param finishedAt null until it has ended
     * @param latenessMillis from its scheduled time to its start
     * @param nextAttemptAt when it is retried; null if it is not
     * @param lostAt when it was declared lost, although it may have ended later
     */
    public record Times(
            Instant scheduledAt,
            @Nullable Instant firedAt,
            @Nullable Instant finishedAt,
            @Nullable Long latenessMillis,
            @Nullable Instant deadlineAt,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant lostAt) {}

    /**
     * What it reports while it runs.
     *
     * @param percent its progress, 0 to 100; null if it reports none
     * @param logLines written by the run; at most {@value RunJournal#MOST_LINES} of them are stored
     */
    public record Output(
            @Nullable String progress, @Nullable Integer percent, Map<String, Long> counts, int logLines) {}

    /**
     * How it ended, or its state before.
     *
     * @param reason why it was skipped, interrupted, timed out or lost
     * @param error the stack; in a list only its first line
     * @param fenced the refused effect; null if there is none
     */
    public record Result(
            RunOutcome outcome,
            @Nullable String reason,
            @Nullable String text,
            @Nullable String error,
            @Nullable String fenced) {}

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
