package touchline.sandbox.season;

import java.util.Random;

/** When each minute of a match is played, in seconds after the original kick-off. */
final class MatchTimes {
    private static final int HALF_MINUTES = 45;
    private static final long HALF_TIME_SECONDS = 900;
    private static final long SUSPENDED_SECONDS = 1_800;

    private final long kickOff;
    private final int firstStoppage;
    private final int secondStoppage;
    private final int suspendedAfter;

    /**
     * @param kickOff other than 0 for a postponed match
     * @param suspendedAfter minute; above 90 for none
     */
    MatchTimes(long kickOff, int suspendedAfter, Random random) {
        this.kickOff = kickOff;
        this.firstStoppage = 1 + random.nextInt(3);
        this.secondStoppage = 2 + random.nextInt(5);
        this.suspendedAfter = suspendedAfter;
    }

    long kickOff() {
        return kickOff;
    }

    long of(int minute) {
        long start = minute <= HALF_MINUTES ? kickOff : secondHalf();
        int into = minute <= HALF_MINUTES ? minute - 1 : minute - 1 - HALF_MINUTES;
        return start + into * 60L + 30 + pauseIn(minute <= HALF_MINUTES, minute);
    }

    long suspension() {
        return of(suspendedAfter) + 20;
    }

    long resumption() {
        return suspension() + SUSPENDED_SECONDS;
    }

    long halfTime() {
        return kickOff + (HALF_MINUTES + firstStoppage) * 60L + pauseIn(true, HALF_MINUTES);
    }

    long secondHalf() {
        return halfTime() + HALF_TIME_SECONDS;
    }

    long fullTime() {
        return secondHalf() + (HALF_MINUTES + secondStoppage) * 60L + pauseIn(false, 2 * HALF_MINUTES);
    }

    /** The suspension, if it was in the same half and before the minute. */
    private long pauseIn(boolean firstHalf, int minute) {
        boolean sameHalf = suspendedAfter <= HALF_MINUTES == firstHalf;
        return sameHalf && minute > suspendedAfter ? SUSPENDED_SECONDS : 0;
    }
}
