package touchline.api.ops.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.scheduler.operation.Pauses;

/**
 * A pause.
 *
 * @param everything whether all jobs are paused
 * @param until when it ends by itself; null if an operator has to end it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Pause")
public record PauseView(
        boolean everything,
        String by,
        String reason,
        Instant at,
        @Nullable Instant until) {

    public static PauseView of(Pauses.Pause pause) {
        return new PauseView(pause.job() == null, pause.actor(), pause.reason(), pause.at(), pause.until());
    }
}
