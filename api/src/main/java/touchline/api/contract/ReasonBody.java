package touchline.api.contract;

/**
 * The body of a lever that needs no more than why it is pulled.
 *
 * @param reason 3 to 500 characters
 */
public record ReasonBody(String reason) {}
