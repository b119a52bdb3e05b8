package touchline.scheduler.run;

/**
 * The reason of an interrupt.
 *
 * @param why in words, for the history
 */
public record RunInterrupt(Source source, String why) {
    public enum Source {
        OPERATOR,
        DEADLINE,
        /** Its node stops. */
        SHUTDOWN
    }
}
