package touchline.simulator.recording;

import java.util.Arrays;
import java.util.Optional;

/** A way in which the feed fails. */
public enum Fault {
    /** Takes the request and never answers. */
    SILENT("silent"),
    HTTP_500("http-500"),
    HTTP_429("http-429"),
    /** Refuses the call, as a plan that lacks the endpoint does. */
    HTTP_403("http-403"),
    /** Answers, a second late. */
    SLOW("slow"),
    /** Breaks the connection off in the middle of the body. */
    TRUNCATED("truncated"),
    /** Sends the body a byte at a time. */
    DRIBBLE("dribble"),
    /** Sends something that isn't JSON. */
    MALFORMED("malformed"),
    /** Sends far more than a client should read. */
    HUGE("huge"),
    /** Answers correctly, but with no event in any fixture. */
    NO_EVENTS("no-events"),
    /** Answers that it found nothing. */
    EMPTY("empty"),
    /** Sends each number of a fixture as a string. */
    NUMERIC_STRINGS("numeric-strings"),
    /** Sends null for a goal count, for a team of a score, for the type and player of the last event, and for a period. */
    NULLS("nulls"),
    /** Shows each fixture in a state that no reference list has. */
    UNKNOWN_STATE("unknown-state");

    private final String word;

    Fault(String word) {
        this.word = word;
    }

    /** By the word that recordings use. */
    static Optional<Fault> byWord(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
    }
}
