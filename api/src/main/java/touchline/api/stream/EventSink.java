package touchline.api.stream;

/** The connection of a listener. */
public interface EventSink {
    /** Writes pending events without blocking; false if the connection is closed. */
    boolean write();

    /** Ends it. */
    void end();
}
