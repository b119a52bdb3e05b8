package touchline.market.key;

/** The names of the module's keys in Redis. Other programs rely on some of them: a name never changes. */
public final class Keys {
    public static final String ACCOUNTS = "accounts";
    public static final String IDS = "ids";
    public static final String INSTRUMENTS = "instruments";

    /** A field of {@link #ACCOUNTS} that is no account: what the mint has granted to the bots' account. */
    public static final String BOTS_GRANTED = "bots_granted";

    /** Whether the market is open, and on which server. */
    public static final String MARKET = "market";

    /** By stream: the last entry that is in the book. */
    public static final String OUTBOX_APPLIED = "outbox:applied";

    public static final String OUTBOX_TICKS = "outbox:ticks";
    public static final String OUTBOX_TRADES = "outbox:trades";

    /** By stream: the number of its last entry. */
    public static final String OUTBOX_WRITTEN = "outbox:written";

    public static final String SET_ASIDE = "set_aside";
    public static final String SWEEP_PROGRESS = "sweep:margin";
    public static final String WAITING = "waiting";

    /** Instrument id to the offset up to which the StopWatch has judged every open position. */
    public static final String WATCHED_OFFSETS = "stopwatch:watched";

    private Keys() {}

    public static String closedPosition(Object position) {
        return "closed_position:" + position;
    }

    /** The request that waits to close a position. */
    public static String closing(Object position) {
        return "closing:" + position;
    }

    /** The highest token of a lease; outlives it. */
    public static String fence(String lease) {
        return "fence:" + lease;
    }

    public static String fixture(Object fixture) {
        return "fixture:" + fixture;
    }

    public static String holders(Object instrument) {
        return "holders:" + instrument;
    }

    public static String holding(Object user) {
        return "holding:" + user;
    }

    public static String holdingCost(Object user) {
        return "holding_cost:" + user;
    }

    public static String instrument(Object instrument) {
        return "instrument:" + instrument;
    }

    public static String instrumentsOfFixture(Object fixture) {
        return "instruments:fixture:" + fixture;
    }

    public static String instrumentsOfTeam(Object team) {
        return "instruments:team:" + team;
    }

    public static String lastSeen(Object user) {
        return "last_seen:" + user;
    }

    public static String position(Object position) {
        return "position:" + position;
    }

    public static String positionsOfInstrument(Object instrument) {
        return "positions:instrument:" + instrument;
    }

    public static String positionsOfUser(Object user) {
        return "positions:user:" + user;
    }

    public static String priceTicks(Object instrument) {
        return "price_ticks:" + instrument;
    }

    /** The claim of a node that replays a user. */
    public static String reconnect(Object user) {
        return "reconnect:" + user;
    }

    public static String request(Object request) {
        return "request:" + request;
    }

    public static String setAsideHolding(Object user) {
        return "set_aside:holding:" + user;
    }

    public static String setAsidePosition(Object position) {
        return "set_aside:position:" + position;
    }

    public static String wallet(Object user) {
        return "wallet:" + user;
    }
}
