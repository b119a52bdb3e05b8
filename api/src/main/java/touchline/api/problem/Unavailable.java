package touchline.api.problem;

/** Why something is not available: the {@code reason} of a 503. */
public enum Unavailable {
    /** The market is shut: Redis has lost its data, or is being rebuilt. */
    SHUT("shut", "The market is shut until its data is restored."),
    /** The book follows Redis too far behind for anything new. */
    BOOK_BEHIND("book-behind", "The book is too far behind to take new orders. Closes and stop-losses go on."),
    /** A store can't be reached. */
    STORE(
            "store",
            "A store is unreachable. It is unknown whether your request was executed: send it again under the same Idempotency-Key."),
    /** A request was held up for so long, on its way or after the in-play delay, that it was not executed. */
    NOT_EXECUTED_IN_TIME(
            "not-executed-in-time", "It could not be executed in time, and nothing was done. Send it again."),
    /** An order was accepted, and the book does not have it yet. */
    NOT_IN_BOOK("not-in-book", "The order was accepted, and its record is on its way. Ask again."),
    /** Data of what was asked for can't be read. */
    UNREADABLE("unreadable", "The requested data can't be read. An operator has to repair it first."),
    /** The stored answer to a repeated request was encrypted under a secret that the node does not have. */
    ANSWER_UNREADABLE(
            "answer-unreadable",
            "The request was executed before, and its answer was encrypted under a TOKEN_SECRET that this node does not have."
                    + " Read what the request changed; a new request needs a new Idempotency-Key."),
    /** The node starts or stops. */
    NODE("node", "This node is starting or stopping. Send it again, or to another node."),
    /** The node has as many streams as it takes. */
    STREAMS("streams", "This node has reached its limit of streams. Connect later, or to another node."),
    /** No Google client is configured. */
    LOG_IN_OFF("log-in-off", "Log-in with Google is not configured on this node.");

    private final String slug;
    private final String detail;

    Unavailable(String slug, String detail) {
        this.slug = slug;
        this.detail = detail;
    }

    public String slug() {
        return slug;
    }

    String detail() {
        return detail;
    }

    static Unavailable ofSlug(String slug) {
        for (Unavailable one : values()) {
            if (one.slug.equals(slug)) {
                return one;
            }
        }
        return SHUT;
    }
}
