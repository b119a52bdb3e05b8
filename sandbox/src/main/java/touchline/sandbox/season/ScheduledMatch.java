package touchline.sandbox.season;

/**
 * A match of the calendar.
 *
 * @param number from 0, in the order of the rounds
 * @param kickOff in seconds since 1970
 * @param course of the match
 * @param movedBy seconds by which a postponed match is played later; 0 for any other
 */
record ScheduledMatch(int number, int home, int away, long kickOff, Course course, long movedBy) {
    private static final long FIRST_FIXTURE = 980_000_000;

    enum Course {
        REGULAR,
        POSTPONED,
        SUSPENDED,
        ABANDONED
    }

    long fixtureId() {
        return FIRST_FIXTURE + number;
    }

    ScheduledMatch movedTo(long later) {
        return new ScheduledMatch(number, home, away, kickOff, course, later - kickOff);
    }
}
