package touchline.api.ops.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.settlement.SetAsideRecords;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementStep;
import touchline.market.settlement.status.SettlementProgressQuery;
import touchline.scheduler.history.RunRequestsQuery;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.operation.Pauses;

/**
 * A fixture's settlement.
 *
 * @param step the one to do next; {@code DONE} once it is settled
 * @param attempts how often a run went at it
 * @param nextAttemptAt when it is to be run; null where it isn't asked for, or is running
 * @param lastRun the latest run for it; null where there has been none
 * @param held the pause that keeps it from going on; null where none does, or it is settled
 * @param setAside what it could not read and left out, in words
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Settlement")
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
        @Nullable HeldView held,
        List<String> setAside,
        List<StepView> steps) {

    /**
     * A pause of the job, or of everything.
     *
     * @param until when it ends by itself; null if an operator has to end it
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("SettlementPause")
    record HeldView(
            boolean everything,
            String by,
            String reason,
            @Nullable Instant until) {
        private static HeldView of(Pauses.Pause pause) {
            return new HeldView(pause.job() == null, pause.actor(), pause.reason(), pause.until());
        }
    }

    /** The state of a step. */
    enum StepState {
        DONE,
        /** Started, or the next one to do. */
        NEXT,
        AHEAD
    }

    /**
     * A step.
     *
     * @param affected instruments, positions or holdings that it changed
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("SettlementStep")
    record StepView(
            SettlementStep step,
            StepState state,
            int attempts,
            long affected,
            @Nullable Instant beganAt,
            @Nullable Instant finishedAt) {}

    /** A run of the job that settles. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("SettlementExecution")
    record RunView(
            String executionId,
            RunOutcome outcome,
            int attempt,
            @Nullable String node,
            @Nullable Instant firedAt,
            @Nullable Instant finishedAt,
            @Nullable String error) {

        private static RunView of(RunRequestsQuery.Run run) {
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

    /** Facts about a settlement from other tables. */
    record Surroundings(
            @Nullable Instant nextAttemptAt,
            Optional<RunRequestsQuery.Run> lastRun,
            Optional<Pauses.Pause> pause,
            List<SetAsideRecords.Item> setAside) {}

    static SettlementView of(SettlementProgressQuery.Course course, Surroundings around) {
        return new SettlementView(
                course.fixture().toString(),
                course.name(),
                course.kind(),
                course.step(),
                course.attempts(),
                course.lastError(),
                course.requestedAt(),
                course.settledAt(),
                around.nextAttemptAt(),
                around.lastRun().map(RunView::of).orElse(null),
                course.step() == SettlementStep.DONE
                        ? null
                        : around.pause().map(HeldView::of).orElse(null),
                around.setAside().stream().map(SetAsideRecords.Item::words).toList(),
                Stream.of(SettlementStep.values())
                        .filter(step -> step != SettlementStep.DONE)
                        .map(step -> step(step, course))
                        .toList());
    }

    private static StepView step(SettlementStep step, SettlementProgressQuery.Course course) {
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
