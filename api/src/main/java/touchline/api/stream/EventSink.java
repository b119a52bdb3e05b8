package touchline.api.stream;

/** The way to somebody who listens. */
interface EventSink {
    /** Writes what he has not been told yet, as far as that goes without waiting; false where it doesn't go any more. */
    boolean write();

    /** Ends it. */
    void end();
}
