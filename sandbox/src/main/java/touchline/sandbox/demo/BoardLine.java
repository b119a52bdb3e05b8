package touchline.sandbox.demo;

/** A line of the board. */
interface BoardLine {
    String text();

    /** A text that changes when a log should get a new line. */
    String signature();
}
