package touchline.sandbox.chaos;

/**
 * A write that a node acknowledged.
 *
 * @param id of the order or position
 * @param nanoTime when the answer arrived
 */
record Acknowledgement(Write write, long id, long nanoTime) {

    /** The kinds of writes. */
    enum Write {
        ORDER,
        OPEN,
        CLOSE
    }
}
