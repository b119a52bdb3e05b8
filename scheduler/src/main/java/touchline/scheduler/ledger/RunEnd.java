package touchline.scheduler.ledger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobReport;

/**
 * How a run ended.
 *
 * @param reason why it was skipped, interrupted or timed out
 * @param nextAttempt until its retry; null if it is not retried
 * @param honoured whether the job ended because of an interrupt
 * @param fenced the refused effect; null if there is none
 */
public record RunEnd(
        long execution,
        RunOutcome outcome,
        Instant at,
        JobReport report,
        @Nullable String reason,
        @Nullable Throwable error,
        @Nullable Duration nextAttempt,
        boolean honoured,
        @Nullable String fenced,
        int logLines) {}
