package touchline.market.instrument;

/** Why an instrument is frozen, as clients see it; of several reasons the first of these. freeze.lua gives the same. */
public enum FreezeReason {
    /** Its match is being settled. */
    SETTLEMENT("settlement"),
    /** The feed is silent about its match. */
    FEED_SILENT("feed-silent"),
    /** The referee reviews a decision. */
    REVIEW("review"),
    /** Something happened in its match a few seconds ago. */
    EVENT("event"),
    /** An operator has stopped its trading. */
    HALTED("halted");

    private final String slug;

    FreezeReason(String slug) {
        this.slug = slug;
    }

    public String slug() {
        return slug;
    }
}
