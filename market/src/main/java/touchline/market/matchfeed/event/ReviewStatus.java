package touchline.market.matchfeed.event;

/** How far a check by video is. */
public enum ReviewStatus {
    UNDER_WAY,
    /** Confirmed, cancelled or disallowed: the goal itself says which. */
    DECIDED
}
