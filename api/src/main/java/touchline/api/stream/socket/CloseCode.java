package touchline.api.stream.socket;

/** Why the node closes a connection; the codes below 4000 are those of RFC 6455. */
enum CloseCode {
    NODE_STOPS(1001, "the node stops: connect to another one"),
    NO_TEXT(1003, "messages are texts"),
    TOO_MANY_MESSAGES(1008, "too many messages: send at most ten each second"),
    TOO_MANY_OF_ADDRESS(1008, "too many requests and messages from your address: send fewer, and connect later"),
    TOO_MANY_UNREAD(1008, "read the answers to your messages"),
    INTERNAL(1011, "internal error"),
    NO_PLACE(1013, "the node has its maximum of streams: connect later, or to another one"),
    TOO_MANY_STREAMS(4429, "you or your address have too many streams of this node: close one"),
    UNAUTHORIZED(4401, "the token is no longer valid: log in again");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
