package touchline.scheduler.ledger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobReport;

/**
 * How a run ended.
 *
 * @param reason why it was skipped, interrupted or timed out
 * @param nextAttempt when it is tried again, from its end; null where it isn't
 * @param honoured whether the job ended for an interrupt
 * @param fenced the effect that was refused; null where none was
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
