package touchline.api.ops.command;

import jakarta.validation.constraints.Pattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.CommandReason;
import touchline.api.constraint.OptionalText;
import touchline.api.constraint.TimeAhead;
import touchline.api.contract.SchemaName;

/** Request bodies of commands on jobs. */
public final class CommandBodies {
    private CommandBodies() {}

    /** Pauses a job; {@code until} is a time ahead or a duration from now. */
    @SchemaName("PauseRequest")
    public record PauseBody(
            @CommandReason String reason,
            @TimeAhead @Nullable String until,
            @Nullable Boolean force) {
        public boolean isForced() {
            return Boolean.TRUE.equals(force);
        }
    }

    /** Pauses all jobs; {@code until} and {@code force} as in {@link PauseBody}. */
    @SchemaName("PauseAllRequest")
    public record PauseAllBody(
            @CommandReason String reason,
            @TimeAhead @Nullable String until,
            @Nullable Boolean force) {
        public boolean isForced() {
            return Boolean.TRUE.equals(force);
        }
    }

    /** Ends a pause; {@code catchUp} is {@code skip}, {@code one} or {@code all}. */
    @SchemaName("ResumeRequest")
    public record ResumeBody(
            @CommandReason String reason,

            @Pattern(regexp = "(?i)skip|one|all", message = "must be skip, one or all") @Nullable
            String catchUp) {}

    /** Requests a run with the parameters that its job declares. */
    @SchemaName("TriggerRequest")
    public record TriggerBody(
            @CommandReason String reason,
            @Nullable Map<String, String> parameters,
            @Nullable Boolean force) {
        public boolean isForced() {
            return Boolean.TRUE.equals(force);
        }
    }

    /** Interrupts one run of a job, or all. */
    @SchemaName("InterruptRequest")
    public record InterruptBody(
            @CommandReason String reason,
            @OptionalText(max = 20) @Nullable String execution) {}
}
