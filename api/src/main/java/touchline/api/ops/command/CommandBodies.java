package touchline.api.ops.command;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the bodies of levers hold, for the document; they are read, and bounded, by {@link CommandRequest} and the resources. */
public final class CommandBodies {
    private CommandBodies() {}

    /** Holding a job back; {@code until} is a time ahead, or how long from now. */
    public record PauseBody(
            String reason, @Nullable String until, @Nullable Boolean force) {}

    /** Holding everything back; {@code until} and {@code force} as in {@link PauseBody}. */
    public record PauseAllBody(
            String reason, @Nullable String until, @Nullable Boolean force) {}

    /** Ending a pause; {@code catchUp} is {@code skip}, {@code one} or {@code all}. */
    public record ResumeBody(String reason, @Nullable String catchUp) {}

    /** Asking for a run, with the parameters that its job declares. */
    public record TriggerBody(
            String reason,
            @Nullable Map<String, String> parameters,
            @Nullable Boolean force) {}

    /** Interrupting one run of a job, or all. */
    public record InterruptBody(String reason, @Nullable String execution) {}

    /** Another schedule: by {@code cron}, perhaps in a {@code zone}, or {@code every} so often, as in {@code PT5M}; {@code force} overrides the job's guard. */
    public record ScheduleBody(
            String reason,
            @Nullable String cron,
            @Nullable String every,
            @Nullable String zone,
            @Nullable Boolean force) {}
}
