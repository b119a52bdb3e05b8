package touchline.api.contract;

import org.jspecify.annotations.Nullable;

/**
 * The body of a command that a guard can refuse.
 *
 * @param reason 3 to 500 characters
 * @param force run the command although the guard objects; for admins
 */
@SchemaName("ForceableRequest")
public record ForceableBody(String reason, @Nullable Boolean force) {}
