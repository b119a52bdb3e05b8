package touchline.market.inplay;

/**
 * Notices that Redis' clock was set, or that another server with another time has become the primary: it does not advance as the monotonic clock of this process
 * does. A reading is compared with all others of the last five to ten seconds. Not thread-safe.
 */
final class ClockSteps {
    /** Above the drift of clocks that a time service corrects little by little. */
    private static final long TOLERANCE_MILLIS = 250;

    private static final long WINDOW_NANOS = 5_000_000_000L;

    private Window current = Window.EMPTY;
    private Window last = Window.EMPTY;

    /**
     * Takes a reading into account.
     *
     * @param sentNanos when Redis was asked, by {@link System#nanoTime}
     * @param receivedNanos when the answer had come
     * @param redisMillis Redis' time in the answer
     * @return by how much its clock was set ahead since other readings at least, ms; negative where it was set back; 0 if it was not. Later readings are compared with this one
     */
    long stepOf(long sentNanos, long receivedNanos, long redisMillis) {
        long least = redisMillis - millis(receivedNanos);
        long most = redisMillis - millis(sentNanos) + 1;
        long ahead = Math.max(least - current.most, least - last.most);
        long back = Math.max(current.least - most, last.least - most);
        Window reading = new Window(sentNanos, least, most);
        if (current.equals(Window.EMPTY) || Math.max(ahead, back) > TOLERANCE_MILLIS) {
            last = Window.EMPTY;
            current = reading;
            return ahead > TOLERANCE_MILLIS ? ahead : back > TOLERANCE_MILLIS ? -back : 0;
        }
        if (sentNanos - current.beganNanos > WINDOW_NANOS) {
            last = current;
            current = reading;
        } else {
            current = new Window(current.beganNanos, Math.max(current.least, least), Math.min(current.most, most));
        }
        return 0;
    }

    private static long millis(long nanos) {
        return Math.floorDiv(nanos, 1_000_000L);
    }

    /** What Redis' clock is ahead of the monotonic one, at least and at most, ms, as each of some readings has it. */
    private record Window(long beganNanos, long least, long most) {
        private static final Window EMPTY = new Window(0, -(1L << 61), 1L << 61);
    }
}
