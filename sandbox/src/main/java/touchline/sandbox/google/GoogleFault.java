package touchline.sandbox.google;

/** Ways for it to fail. */
public enum Trouble {
    NONE,
    /** It takes the call and says nothing. */
    SILENT,
    HTTP_500,
    /** A page where keys should be. */
    MALFORMED,
    /** More than anybody should read. */
    HUGE,
    /** The answer begins, and drips in. */
    DRIBBLE,
    /** It points elsewhere. */
    REDIRECT,
    /** More keys than anybody has. */
    TOO_MANY_KEYS
}
