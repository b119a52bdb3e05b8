package touchline.feed.http;

import java.io.IOException;

/** The body of an answer is longer than allowed; the rest was not read. */
public final class BodyTooLongException extends IOException {
    BodyTooLongException(String message) {
        super(message);
    }
}
