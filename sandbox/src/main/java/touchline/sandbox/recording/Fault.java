package touchline.sandbox.recording;

import java.util.Arrays;
import java.util.Optional;

/** A way in which the feed fails. */
public enum Fault {
    /** Takes the request and never answers. */
    SILENT("silent"),
    HTTP_500("http-500"),
    HTTP_429("http-429"),
    /** Answers, a second late. */
    SLOW("slow"),
    /** Breaks the connection off in the middle of the body. */
    TRUNCATED("truncated"),
    /** Sends the body a byte at a time. */
    DRIBBLE("dribble"),
    /** Sends something that isn't JSON. */
    MALFORMED("malformed"),
    /** Sends far more than anybody wants to read. */
    HUGE("huge"),
    /** Answers correctly, but with no event in any fixture. */
    NO_EVENTS("no-events");

    private final String word;

    Fault(String word) {
        this.word = word;
    }

    /** By the word that recordings use. */
    static Optional<Fault> byWord(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
    }
}
