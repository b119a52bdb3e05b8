package touchline.feed.model;

import java.util.Arrays;
import java.util.Optional;

/** The state of a fixture, by the feed's numeric id: names of states vary between its clients, numbers do not. */
public enum FixtureState {
    NS(1, Phase.AHEAD),
    INPLAY_1ST_HALF(2, Phase.LIVE),
    HT(3, Phase.LIVE),
    BREAK(4, Phase.LIVE),
    FT(5, Phase.FINISHED),
    INPLAY_ET(6, Phase.LIVE),
    AET(7, Phase.FINISHED),
    FT_PEN(8, Phase.FINISHED),
    INPLAY_PENALTIES(9, Phase.LIVE),
    POSTPONED(10, Phase.VOID),
    SUSPENDED(11, Phase.LIVE),
    CANCELLED(12, Phase.VOID),
    TBA(13, Phase.AHEAD),
    WALKOVER(14, Phase.VOID),
    ABANDONED(15, Phase.VOID),
    DELAYED(16, Phase.AHEAD),
    AWARDED(17, Phase.VOID),
    INTERRUPTED(18, Phase.LIVE),
    AWAITING_UPDATES(19, Phase.LIVE),
    DELETED(20, Phase.VOID),
    EXTRA_TIME_BREAK(21, Phase.LIVE),
    INPLAY_2ND_HALF(22, Phase.LIVE),
    INPLAY_ET_SECOND_HALF(23, Phase.LIVE),
    PEN_BREAK(25, Phase.LIVE),
    PENDING(26, Phase.AHEAD);

    private enum Phase {
        AHEAD,
        LIVE,
        FINISHED,
        VOID
    }

    private final int id;
    private final Phase phase;

    FixtureState(int id, Phase phase) {
        this.id = id;
        this.phase = phase;
    }

    /** Empty for a state that this build doesn't know: to be treated as one in which nothing may be decided. */
    public static Optional<FixtureState> byId(int id) {
        return Arrays.stream(values()).filter(state -> state.id == id).findFirst();
    }

    public int id() {
        return id;
    }

    /** Kicked off and neither over nor called off; breaks, and play that was stopped and may go on, included. */
    public boolean isLive() {
        return phase == Phase.LIVE;
    }

    /** Played to an end that settles. {@link #FT} also shows for a moment before extra time. */
    public boolean isFinished() {
        return phase == Phase.FINISHED;
    }

    /** Won't be played to an end: positions are voided. */
    public boolean isVoid() {
        return phase == Phase.VOID;
    }
}
