package touchline.scheduler.run;

/**
 * Why a run was interrupted.
 *
 * @param why in words; they go into the history
 */
public record RunInterrupt(Source source, String why) {
    public enum Source {
        OPERATOR,
        DEADLINE,
        /** Its node stops. */
        SHUTDOWN
    }
}
