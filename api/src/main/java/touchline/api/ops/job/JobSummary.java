package touchline.api.ops.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.api.ops.command.PauseView;
import touchline.scheduler.history.JobStatus;

/**
 * A job, in a list.
 *
 * @param state in a word: see {@link touchline.scheduler.history.JobState}
 * @param schedule in words, as it counts
 * @param overridden whether an operator has put that in the place of the declared one
 * @param nextFireAt null where there is no time ahead and nobody has asked
 * @param asked runs asked for that have not begun
 * @param paused null where it isn't held back
 * @param lastRun that has begun; null where none has
 * @param lastOutcome of the last run that has ended; null where none has
 * @param lastSuccessAt null where no run that is kept went well
 * @param lately of its last hundred runs
 * @param day of those that ended within 24 hours
 * @param latenessMs of the runs of its schedule
 * @param lateAfterMs a run that starts later than this after its time is late
 * @param failuresInARow since a run last went well
 * @param running the runs in progress, on any node
 * @param beats the last sixty runs, the latest first
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Job")
record JobSummary(
        String group,
        String name,
        String description,
        String state,
        String schedule,
        boolean overridden,
        boolean exclusive,
        @Nullable Instant nextFireAt,
        @Nullable Instant previousFireAt,
        int asked,
        @Nullable PauseView paused,
        @Nullable Run lastRun,
        @Nullable String lastOutcome,
        @Nullable Instant lastSuccessAt,
        Rate lately,
        Rate day,
        Durations durationMs,
        Lateness latenessMs,
        long lateAfterMs,
        int failuresInARow,
        List<Run> running,
        List<Beat> beats) {

    /**
     * Counts of the runs that ended by themselves.
     *
     * @param rate 0 to 1; null where there are none
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("JobSuccessRate")
    record Rate(long runs, long good, @Nullable Double rate) {
        static Rate of(JobStatus.Rate rate) {
            return new Rate(rate.runs(), rate.good(), rate.runs() == 0 ? null : rate.good() / (double) rate.runs());
        }
    }

    /** Null without runs. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("JobDurations")
    record Durations(@Nullable Long p50, @Nullable Long p95) {}

    /** Null without runs. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("JobLateness")
    record Lateness(@Nullable Long p50, @Nullable Long p99) {}

    /** A run, in short. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("LastJobExecution")
    record Run(
            String id,
            String outcome,
            @Nullable String node,
            Instant scheduledAt,
            @Nullable Instant firedAt,
            @Nullable Instant finishedAt,
            @Nullable Long latenessMs,
            @Nullable Long durationMs) {

        static Run of(JobStatus.Beat beat) {
            return new Run(
                    Long.toString(beat.execution()),
                    beat.outcome().name(),
                    beat.node(),
                    beat.scheduledAt(),
                    beat.firedAt(),
                    beat.finishedAt(),
                    beat.latenessMillis(),
                    ExecutionView.between(beat.firedAt(), beat.finishedAt()));
        }
    }

    /**
     * A run, in shortest.
     *
     * @param late whether {@code latenessMs} is more than its job declares as late
     * @param durationMs null while it runs
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("JobExecution")
    record Beat(
            String id,
            String outcome,
            Instant firedAt,
            long latenessMs,
            boolean late,
            @Nullable Long durationMs) {
        static Beat of(JobStatus.Beat beat, Duration lateAfter) {
            return new Beat(
                    Long.toString(beat.execution()),
                    beat.outcome().name(),
                    beat.firedAt(),
                    beat.latenessMillis(),
                    ExecutionView.isLate(beat.latenessMillis(), lateAfter),
                    ExecutionView.between(beat.firedAt(), beat.finishedAt()));
        }
    }
}
