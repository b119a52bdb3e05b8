package touchline.sandbox.google;

/** A way in which the stub fails. */
enum GoogleFault {
    NONE,
    /** Accepts the call and never answers. */
    SILENT,
    HTTP_500,
    /** Sends HTML instead of keys. */
    MALFORMED,
    /** Sends a megabyte of padding. */
    HUGE,
    /** Sends a byte at a time. */
    DRIBBLE,
    /** Redirects. */
    REDIRECT,
    /** Sends fifty keys. */
    TOO_MANY_KEYS
}
