package touchline.api.ops.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.scheduler.history.Execution;

/**
 * A run.
 *
 * @param job as in {@code sportmonks/poll}
 * @param subject what it was asked for, or the job's name where it was time
 * @param late whether it began later after its time than its job declares as late
 * @param error in a list only what was thrown, of one run the whole stack
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Execution")
record ExecutionView(
        String id,
        String job,
        String subject,
        String cause,
        @Nullable String triggeredBy,
        @Nullable String node,
        String outcome,
        int attempt,
        @Nullable String follows,
        boolean recovering,
        Map<String, String> parameters,
        Instant scheduledAt,
        @Nullable Instant firedAt,
        @Nullable Instant finishedAt,
        @Nullable Long latenessMs,
        boolean late,
        @Nullable Long durationMs,
        @Nullable Instant deadlineAt,
        @Nullable Instant nextAttemptAt,
        @Nullable String progress,
        @Nullable Integer percent,
        Map<String, Long> counts,
        @Nullable String reason,
        @Nullable String result,
        @Nullable String error,
        int logLines,
        @Nullable String fence,
        @Nullable String fenced,
        @Nullable Instant lostAt,
        Execution.@Nullable Interruption interrupt) {

    /** A run, and every attempt at the same in their order, itself among them. */
    @SchemaName("ExecutionDetail")
    record Whole(@JsonUnwrapped ExecutionView execution, List<ExecutionView> attempts) {
        static Whole of(Execution run, List<Execution> attempts, Duration lateAfter) {
            return new Whole(
                    ExecutionView.of(run, lateAfter),
                    attempts.stream()
                            .map(attempt -> ExecutionView.of(attempt, lateAfter))
                            .toList());
        }
    }

    static ExecutionView of(Execution run, Duration lateAfter) {
        Execution.Origin origin = run.origin();
        Execution.Attempt attempt = run.attempt();
        Execution.Times times = run.times();
        Execution.Output output = run.output();
        Execution.Result result = run.result();
        return new ExecutionView(
                Long.toString(run.id()),
                run.job().toString(),
                origin.subject(),
                origin.cause().name(),
                origin.triggeredBy(),
                attempt.node(),
                result.outcome().name(),
                attempt.number(),
                text(attempt.follows()),
                attempt.recovering(),
                origin.parameters(),
                times.scheduledAt(),
                times.firedAt(),
                times.finishedAt(),
                times.latenessMillis(),
                isLate(times.latenessMillis(), lateAfter),
                between(times.firedAt(), times.finishedAt()),
                times.deadlineAt(),
                times.nextAttemptAt(),
                output.progress(),
                output.percent(),
                output.counts(),
                result.reason(),
                result.text(),
                result.error(),
                output.logLines(),
                text(attempt.fence()),
                result.fenced(),
                times.lostAt(),
                run.interrupt());
    }

    /** Whether so many milliseconds are more than a job declares as late. */
    static boolean isLate(@Nullable Long latenessMillis, Duration lateAfter) {
        return latenessMillis != null && latenessMillis > lateAfter.toMillis();
    }

    static @Nullable Long between(@Nullable Instant begin, @Nullable Instant end) {
        return begin == null || end == null
                ? null
                : Duration.between(begin, end).toMillis();
    }

    private static @Nullable String text(@Nullable Long number) {
        return number == null ? null : number.toString();
    }
}
