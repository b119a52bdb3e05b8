package touchline.client;

import com.fasterxml.jackson.databind.JsonNode;

/** A request that was refused, with its problem (RFC 9457). */
public final class TouchlineProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient JsonNode body;

    TouchlineProblem(int status, JsonNode body) {
        super(body.path("type").asText("unknown") + ": "
                + body.path("detail").asText(body.path("title").asText(Integer.toString(status))));
        this.status = status;
        this.body = body;
    }

    /** A stable name for programs, such as {@code price-moved}. */
    public String type() {
        return body.path("type").asText();
    }

    public int status() {
        return status;
    }

    /** All fields of the problem. */
    public JsonNode body() {
        return body;
    }
}
