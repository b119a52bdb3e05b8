package touchline.feed.sportmonks;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The feed gave no answer that can be used. The message names the call and never holds the token. */
public final class FeedException extends Exception {
    /** Why. */
    public enum Reason {
        /** The token is refused: an operator has to act. */
        UNAUTHORIZED,
        /** The plan's calls for this hour are spent, by the feed's word or by ours. */
        RATE_LIMITED,
        /** No connection, no answer in time, or a failure on the feed's side. */
        UNAVAILABLE,
        /** The address is unknown to the feed: a wrong base URL, or the call is gone. */
        NOT_FOUND,
        /** It answered with something that isn't what was asked for, or is far too much of it. */
        MALFORMED,
        /** It refuses the call as we make it. */
        REJECTED
    }

    private final Reason reason;
    private final Duration retryAfter;

    FeedException(Reason reason, String message) {
        this(reason, message, Duration.ZERO, null);
    }

    FeedException(Reason reason, String message, Duration retryAfter, @Nullable Throwable cause) {
        super(reason + ": " + message, cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    /** How long it is useless to ask again; zero where that isn't known. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
