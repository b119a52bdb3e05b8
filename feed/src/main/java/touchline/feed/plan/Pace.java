package touchline.feed.plan;

import java.time.Duration;
import java.time.Instant;
import touchline.feed.model.FixtureState;
import touchline.market.fixture.Fixture;
import touchline.market.matchfeed.MatchPhase;

/** How often a match has to be looked at, in live beats (2 s by default): in the list of live matches, and by its id while that list lacks it. */
public enum Pace {
    /** In play, or in a break. */
    PLAYED(1, 1),
    /** Its kick-off was at most a quarter of an hour ago, and it has not begun. */
    STARTING(1, 15),
    /** Over and not settled: the settlement waits until it was over in every look for a while. */
    ENDED(1, 2),
    /** Over for a while and not settled: its settlement is paused, or fails. */
    UNSETTLED(15, 150),
    /** Suspended, interrupted, delayed, late, or unknown to the feed since a few minutes. */
    STOPPED(3, 15),
    /** As {@link #STOPPED}, for hours. */
    WAITING(30, 300);

    private static final Duration LATE_START = Duration.ofMinutes(15);
    private static final Duration LONG_OVER = Duration.ofMinutes(15);
    private static final Duration VANISHED = Duration.ofMinutes(5);
    private static final Duration HOURS = Duration.ofHours(4);

    private final int listBeats;
    private final int ownBeats;

    Pace(int listBeats, int ownBeats) {
        this.listBeats = listBeats;
        this.ownBeats = ownBeats;
    }

    /**
     * The pace of a match that is not settled.
     *
     * @param unseenFor how long the feed has known nothing of it
     */
    public static Pace of(Fixture fixture, Duration unseenFor, Instant now) {
        if (unseenFor.compareTo(HOURS) > 0) {
            return WAITING;
        }
        if (fixture.phase().isOver()) {
            Instant overSince = fixture.overSince();
            return overSince == null || overSince.plus(LONG_OVER).isAfter(now) ? ENDED : UNSETTLED;
        }
        Pace pace = begun(fixture, now);
        return unseenFor.compareTo(VANISHED) > 0 && (pace == PLAYED || pace == STARTING) ? STOPPED : pace;
    }

    private static Pace begun(Fixture fixture, Instant now) {
        FixtureState state = FixtureState.byId(fixture.status().stateId()).orElse(FixtureState.PENDING);
        if (state == FixtureState.SUSPENDED || state == FixtureState.INTERRUPTED) {
            return since(fixture.kickOff(), Duration.ZERO, STOPPED, now);
        }
        if (fixture.phase() == MatchPhase.LIVE) {
            return PLAYED;
        }
        return since(fixture.kickOff(), state == FixtureState.NS ? LATE_START : Duration.ZERO, STARTING, now);
    }

    private static Pace since(Instant start, Duration first, Pace pace, Instant now) {
        if (start.plus(HOURS).isBefore(now)) {
            return WAITING;
        }
        return start.plus(first).isBefore(now) ? STOPPED : pace;
    }

    /** The pace until the next look, where the last look was valid for another pace: it slows down only after one more look. */
    public Pace after(Pace before) {
        return !isOver() && listBeats > before.listBeats ? before : this;
    }

    boolean isOver() {
        return this == ENDED || this == UNSETTLED;
    }

    /** Beats between two looks at the list of live matches. */
    int listBeats() {
        return listBeats;
    }

    /** Beats between two looks by id. */
    int ownBeats() {
        return ownBeats;
    }
}
