package touchline.scheduler.quartz;

/**
 * Why a run was interrupted.
 *
 * @param why in words; they go into the history
 */
record Interrupt(Source source, String why) {
    enum Source {
        OPERATOR,
        DEADLINE,
        /** Its node stops. */
        SHUTDOWN
    }
}
