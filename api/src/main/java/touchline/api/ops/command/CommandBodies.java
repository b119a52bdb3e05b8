package touchline.api.ops.command;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;

/** Request bodies of commands, for the OpenAPI document; {@link CommandRequest} and the resources read them. */
public final class CommandBodies {
    private CommandBodies() {}

    /** Pauses a job; {@code until} is a time ahead or a duration from now. */
    @SchemaName("PauseRequest")
    public record PauseBody(
            String reason, @Nullable String until, @Nullable Boolean force) {}

    /** Pauses all jobs; {@code until} and {@code force} as in {@link PauseBody}. */
    @SchemaName("PauseAllRequest")
    public record PauseAllBody(
            String reason, @Nullable String until, @Nullable Boolean force) {}

    /** Ends a pause; {@code catchUp} is {@code skip}, {@code one} or {@code all}. */
    @SchemaName("ResumeRequest")
    public record ResumeBody(String reason, @Nullable String catchUp) {}

    /** Requests a run with the parameters that its job declares. */
    @SchemaName("TriggerRequest")
    public record TriggerBody(
            String reason,
            @Nullable Map<String, String> parameters,
            @Nullable Boolean force) {}

    /** Interrupts one run of a job, or all. */
    @SchemaName("InterruptRequest")
    public record InterruptBody(String reason, @Nullable String execution) {}

    /** Another schedule: by {@code cron}, perhaps in a {@code zone}, or {@code every} so often, as in {@code PT5M}; {@code force} overrides the job's guard. */
    @SchemaName("ScheduleRequest")
    public record ScheduleBody(
            String reason,
            @Nullable String cron,
            @Nullable String every,
            @Nullable String zone,
            @Nullable Boolean force) {}
}
