package touchline.api.request;

/** Bounds of query and path parameters. The OpenAPI document takes them from here, by name. */
public final class QueryBounds {
    /** Entries of a page. */
    public static final int PAGE = 200;

    public static final int PAGE_DEFAULT = 50;

    /** Characters of a cursor. */
    public static final int CURSOR = 128;

    /** Characters of a search for a player or a team. */
    public static final int SEARCH = 100;

    /** Candles of a page. */
    public static final int CANDLES = 1_000;

    public static final int CANDLES_DEFAULT = 200;

    /** Intervals of a range of candles. */
    public static final int INTERVALS = 10_000;

    /** Lines of a page of a run's log. */
    public static final int LOG_LINES = 500;

    /** Instruments that a stream names. */
    public static final int STREAMED = 500;

    /** Instruments that are quoted at once. */
    public static final int QUOTES = 50;

    /** Digits of an id. */
    public static final int ID = 18;

    private QueryBounds() {}
}
