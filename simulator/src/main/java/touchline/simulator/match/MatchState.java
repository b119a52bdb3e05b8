package touchline.simulator.match;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The states in the reference list of the feed. */
public enum MatchState {
    NS(1, "NS", "Not Started", "NS"),
    FIRST_HALF(2, "INPLAY_1ST_HALF", "1st Half", "1st"),
    HT(3, "HT", "Half Time", "HT"),
    BREAK(4, "BREAK", "Regular time finished", "BRK"),
    FT(5, "FT", "Full Time", "FT"),
    ET(6, "INPLAY_ET", "Extra Time", "ET"),
    AET(7, "AET", "After Extra Time", "AET"),
    FT_PEN(8, "FT_PEN", "After Penalties", "FTP"),
    PENALTIES(9, "INPLAY_PENALTIES", "Penalty Shootout", "PEN"),
    POSTPONED(10, "POSTPONED", "Postponed", "PST"),
    SUSPENDED(11, "SUSPENDED", "Suspended", "SUS"),
    CANCELLED(12, "CANCELLED", "Cancelled", "CAN"),
    TBA(13, "TBA", "To Be Announced", "TBA"),
    WALKOVER(14, "WO", "Walk Over", "WO"),
    ABANDONED(15, "ABANDONED", "Abandoned", "ABD"),
    DELAYED(16, "DELAYED", "Delayed", "DLY"),
    AWARDED(17, "AWARDED", "Awarded", "AWD"),
    INTERRUPTED(18, "INTERRUPTED", "Interrupted", "INT"),
    AWAITING_UPDATES(19, "AWAITING_UPDATES", "Awaiting Updates", "AU"),
    DELETED(20, "DELETED", "Deleted", "DEL"),
    EXTRA_TIME_BREAK(21, "EXTRA_TIME_BREAK", "Extra Time - Break", "ETB"),
    SECOND_HALF(22, "INPLAY_2ND_HALF", "2nd Half", "2nd"),
    ET_SECOND_HALF(23, "INPLAY_ET_SECOND_HALF", "ET - 2nd Half", "ET2"),
    PEN_BREAK(25, "PEN_BREAK", "Penalties - Break", "PBR"),
    PENDING(26, "PENDING", "Pending", "PEN");

    private static final Set<MatchState> OVER =
            Set.of(FT, AET, FT_PEN, POSTPONED, CANCELLED, WALKOVER, ABANDONED, AWARDED, DELETED);

    private static final Set<MatchState> IN_PLAY = Set.of(
            FIRST_HALF,
            HT,
            BREAK,
            ET,
            PENALTIES,
            INTERRUPTED,
            EXTRA_TIME_BREAK,
            SECOND_HALF,
            ET_SECOND_HALF,
            PEN_BREAK);

    private static final Set<MatchState> PLAYED = Set.of(FT, AET, FT_PEN);

    public final int id;
    public final String developerName;
    public final String title;
    public final String shortName;

    MatchState(int id, String developerName, String title, String shortName) {
        this.id = id;
        this.developerName = developerName;
        this.title = title;
        this.shortName = shortName;
    }

    public static Optional<MatchState> byId(int stateId) {
        return Arrays.stream(values()).filter(state -> state.id == stateId).findFirst();
    }

    public static boolean isOver(int stateId) {
        return isOneOf(OVER, stateId);
    }

    /** Breaks included; delayed, suspended and postponed matches are not in play. */
    static boolean isInPlay(int stateId) {
        return isOneOf(IN_PLAY, stateId);
    }

    /** Whether it was played to its end. */
    static boolean isPlayed(int stateId) {
        return isOneOf(PLAYED, stateId);
    }

    private static boolean isOneOf(Set<MatchState> states, int stateId) {
        return byId(stateId).filter(states::contains).isPresent();
    }
}
