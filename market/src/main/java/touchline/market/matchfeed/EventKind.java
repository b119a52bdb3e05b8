package touchline.market.matchfeed;

import java.util.Arrays;

/** The kinds of match events that the market knows. */
public enum EventKind {
    /** A check by video, under way or decided. */
    REVIEW(10),
    GOAL(14),
    /** Counts for the other side. */
    OWN_GOAL(15),
    /** A penalty scored during the match. */
    PENALTY(16),
    MISSED_PENALTY(17),
    SUBSTITUTION(18),
    YELLOW_CARD(19),
    RED_CARD(20),
    SECOND_YELLOW_CARD(21),
    SHOOT_OUT_MISS(22),
    SHOOT_OUT_GOAL(23),
    /** Saves of a player so far, as a number. */
    SAVES(57),
    /** The rating of a player at full time. */
    RATING(118),
    /** The minutes that a player was on the pitch, at full time. */
    MINUTES_PLAYED(119),
    /** A player was on the pitch for an hour and the team conceded nothing meanwhile. */
    CLEAN_SHEET(194),
    /** A kind that this version does not know. It moves no price. */
    OTHER(0);

    private final int code;

    EventKind(int code) {
        this.code = code;
    }

    /** The number under which the kind is stored and published ({@code typeId}). */
    public int code() {
        return code;
    }

    /** {@link #OTHER} for a code that none has. */
    public static EventKind ofCode(int code) {
        return Arrays.stream(values())
                .filter(kind -> kind.code == code)
                .findFirst()
                .orElse(OTHER);
    }
}
