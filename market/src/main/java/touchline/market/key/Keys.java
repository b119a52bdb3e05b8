package touchline.market.key;

import java.util.List;

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

    /** A channel: requests whose state has changed. */
    public static final String REQUEST_CHANGES = "request:changes";

    public static final String SET_ASIDE = "set_aside";
    public static final String SWEEP_PROGRESS = "sweep:margin";
    /** Requests that wait out the in-play delay, of the kinds that every version executes. */
    public static final String WAITING = "waiting";

    /** Those of the kinds that nodes of older versions must not execute. */
    public static final String WAITING_ORDERS = "waiting:orders";

    /** Orders and openings that a tick has triggered. */
    public static final String WAITING_TRIGGERED = "waiting:triggered";

    /** Where requests wait, the first to be executed first. */
    public static final List<String> REQUEST_QUEUES = List.of(WAITING, WAITING_ORDERS, WAITING_TRIGGERED);

    /** Instrument id to the offset up to which the StopWatch has judged every open position. */
    public static final String WATCHED_OFFSETS = "stopwatch:watched";

    /** The same for orders and openings that wait for a price: a StopWatch of an older version judges positions only. */
    public static final String WATCHED_ORDER_OFFSETS = "stopwatch:watched-orders";

    /** What the feed refused or did not have, to when it may be asked again, ms. */
    public static final String FEED_ASK_AGAIN = "feed:ask-again";

    /** The entity whose budget a call of the feed draws on. */
    public static final String FEED_ENTITIES = "feed:entities";

    /** How many rows, fields and squads of the feed could not be used, by kind. */
    public static final String FEED_FAULTS = "feed:faults";

    /** What the last polls found, for the next one. */
    public static final String FEED_LOOKS = "feed:looks";

    /** The calls of an entity that the plan allows in an hour. */
    public static final String FEED_PLAN_CALLS = "feed:plan-calls";

    public static final String FEED_SQUADS_MISSING = "feed:squads-missing";

    public static final String FEED_UNREADABLE = "feed:unreadable";

    /** The fixtures that are followed. */
    public static final String FEED_WATCHED = "feed:watched";

    /** What is halted, by scope. */
    public static final String HALTS = "halts";

    /** The rule of the circuit breaker. */
    public static final String HALTS_BREAKER = "halts:breaker";

    /** What the circuit breaker has halted and the book does not have yet, by scope. */
    public static final String HALTS_TRIPPED = "halts:tripped";

    /** Instruments of which a change of halts is still to be published. */
    public static final String HALTS_UNPUBLISHED = "halts:unpublished";

    /** The version of the book's halts that Redis has. */
    public static final String HALTS_VERSION = "halts:version";

    public static final String LEASE_MARGIN_BACKSTOP = "lease:margin-backstop";

    public static final String LEASE_STOP_WATCHER = "lease:stop-watcher";

    /** A channel: positions that were opened, amended or closed. */
    public static final String POSITION_CHANGES = "position:changes";

    /** Instruments by when their freeze after an event ends. */
    public static final String THAWS = "thaws";

    /** A channel: users who have connected. */
    public static final String USER_RECONNECT = "user:reconnect";

    private Keys() {}

    /** What was answered to the booking of an adjustment. */
    public static String adjustment(Object adjustment) {
        return "adjustment:" + adjustment;
    }

    public static String closedPosition(Object position) {
        return "closed_position:" + position;
    }

    /** The request that waits to close a position. */
    public static String closing(Object position) {
        return "closing:" + position;
    }

    /** What each event of a fixture has given, by event id. */
    public static String eventBumps(Object fixture) {
        return "event_bumps:" + fixture;
    }

    /** The events of a fixture that operators have voided: event id to {@code *}, or to the instruments whose bump is void. */
    public static String eventVoids(Object fixture) {
        return "event_voids:" + fixture;
    }

    public static String events(Object fixture) {
        return "events:" + fixture;
    }

    /** Events that the feed no longer lists, and since when. */
    public static String missingEvents(Object fixture) {
        return "feed:missing:" + fixture;
    }

    /** Events that may be others under a new id, and since when. */
    public static String undecidedEvents(Object fixture) {
        return "feed:undecided:" + fixture;
    }

    public static String presence(Object user) {
        return "presence:" + user;
    }

    /** Exists while a node sends heartbeats. */
    public static String presenceOfNode(Object node) {
        return "presence:node:" + node;
    }

    /** The channel of an instrument's prices; {@code *} for all. */
    public static String priceChannel(Object instrument) {
        return "price:" + instrument;
    }

    /** The highest token of a lease; outlives it. */
    public static String fence(String lease) {
        return "fence:" + lease;
    }

    public static String fixture(Object fixture) {
        return "fixture:" + fixture;
    }

    /** The node that sends an alert while Postgres is out of reach. */
    public static String outageAlert(String alert) {
        return "alert:outage:" + alert;
    }

    /** What was answered to the execution of a correction. */
    public static String correction(Object correction) {
        return "correction:" + correction;
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

    /** What was answered to a request with an idempotency key. */
    public static String idempotency(Object user, String key) {
        return "idempotency:" + user + ":" + key;
    }

    /** The id of the order to which a user gave an id of its own; for a day. */
    public static String clientOrder(Object user, String clientId) {
        return "client_order:" + user + ":" + clientId;
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

    /** Shares that resting sales hold back, by instrument. */
    public static String reserved(Object user) {
        return "reserved:" + user;
    }

    /** Ids of orders and openings that wait for a price, or have been triggered. */
    public static String restingOfInstrument(Object instrument) {
        return "resting:instrument:" + instrument;
    }

    public static String restingOfUser(Object user) {
        return "resting:user:" + user;
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
