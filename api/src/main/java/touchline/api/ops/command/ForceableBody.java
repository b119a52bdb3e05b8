package touchline.api.ops.command;

import org.jspecify.annotations.Nullable;
import touchline.api.constraint.CommandReason;
import touchline.api.contract.SchemaName;

/**
 * The body of a command that a guard can refuse.
 *
 * @param force run the command although the guard objects; for admins
 */
@SchemaName("ForceableRequest")
public record ForceableBody(
        @CommandReason String reason, @Nullable Boolean force) {
    public boolean isForced() {
        return Boolean.TRUE.equals(force);
    }
}
