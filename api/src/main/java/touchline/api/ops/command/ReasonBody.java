package touchline.api.ops.command;

import touchline.api.constraint.CommandReason;
import touchline.api.contract.SchemaName;

/** The body of a command that needs only a reason. */
@SchemaName("ReasonRequest")
public record ReasonBody(@CommandReason String reason) {}
