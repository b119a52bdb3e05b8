package touchline.api.contract;

/**
 * The body of a command that needs only a reason.
 *
 * @param reason 3 to 500 characters
 */
@SchemaName("ReasonRequest")
public record ReasonBody(String reason) {}
