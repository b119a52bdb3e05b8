package touchline.api.ops.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import touchline.jobs.platform.history.Outcome;
import touchline.jobs.platform.history.Requests;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementProgress;
import touchline.market.settlement.SettlementStep;

/**
 * A fixture's settlement.
 *
 * @param step the one to do next; {@code DONE} once it is settled
 * @param attempts how often a run went at it
 * @param nextAttemptAt when it is to be run; null where it isn't asked for, or is running
 * @param lastRun the latest run for it; null where there has been none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record SettlementView(
        String fixtureId,
        String name,
        SettlementKind kind,
        SettlementStep step,
        int attempts,
        @Nullable String lastError,
        Instant requestedAt,
        @Nullable Instant settledAt,
        @Nullable Instant nextAttemptAt,
        @Nullable RunView lastRun,
        List<StepView> steps) {

    /** How a step stands. */
    enum StepState {
        DONE,
        /** Begun, or the one to do next. */
        NEXT,
        AHEAD
    }

    /**
     * A step.
     *
     * @param affected instruments, positions or holdings that it changed
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StepView(
            SettlementStep step,
            StepState state,
            int attempts,
            long affected,
            @Nullable Instant beganAt,
            @Nullable Instant finishedAt) {}

    /** A run of the job that settles. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record RunView(
            String executionId,
            Outcome outcome,
            int attempt,
            @Nullable String node,
            @Nullable Instant firedAt,
            @Nullable Instant finishedAt,
            @Nullable String error) {

        private static RunView of(Requests.Run run) {
            return new RunView(
                    Long.toString(run.execution()),
                    run.outcome(),
                    run.attempt(),
                    run.node(),
                    run.firedAt(),
                    run.finishedAt(),
                    run.error());
        }
    }

    static SettlementView of(
            SettlementProgress.Course course, @Nullable Instant nextAttemptAt, Optional<Requests.Run> lastRun) {
        return new SettlementView(
                course.fixture().toString(),
                course.name(),
                course.kind(),
                course.step(),
                course.attempts(),
                course.lastError(),
                course.requestedAt(),
                course.settledAt(),
                nextAttemptAt,
                lastRun.map(RunView::of).orElse(null),
                Stream.of(SettlementStep.values())
                        .filter(step -> step != SettlementStep.DONE)
                        .map(step -> step(step, course))
                        .toList());
    }

    private static StepView step(SettlementStep step, SettlementProgress.Course course) {
        StepState state = step == course.step()
                ? StepState.NEXT
                : step.compareTo(course.step()) < 0 ? StepState.DONE : StepState.AHEAD;
        return course.steps().stream()
                .filter(begun -> begun.step() == step)
                .findFirst()
                .map(begun -> new StepView(
                        step, state, begun.attempts(), begun.affected(), begun.beganAt(), begun.finishedAt()))
                .orElseGet(() -> new StepView(step, state, 0, 0, null, null));
    }
}
