package touchline.market;

import java.util.Optional;
import java.util.stream.Stream;

/** A limit of the market, under the name that clients see. */
public enum MarketLimit {
    /** Positions that a user has open. */
    OPEN_POSITIONS("open-positions", Unit.COUNT),
    /** What a user's shares and open positions cost at the prices that it paid. */
    USER_EXPOSURE("user-exposure", Unit.MONEY),
    /** Shares and open positions of all users in an instrument, at its price. */
    INSTRUMENT_EXPOSURE("instrument-exposure", Unit.MONEY),
    /** What the house loses on an instrument in the worst case. */
    INSTRUMENT_BUDGET("instrument-budget", Unit.MONEY),
    /** Shares of an instrument that all users hold: half of its depth. */
    INSTRUMENT_SHARES("instrument-shares", Unit.COUNT),
    /** Shares open as longs of an instrument, by all users. */
    INSTRUMENT_LONGS("instrument-longs", Unit.COUNT),
    /** The same for shorts. */
    INSTRUMENT_SHORTS("instrument-shorts", Unit.COUNT),
    /** Shorts while the spread is all of the price: none. */
    SHORTS_AT_THIS_PRICE("shorts-at-this-price", Unit.COUNT),
    /** Shares that are there to be sold; only a quote asks for more. */
    SHARES_HELD("shares-held", Unit.COUNT),
    /** Shares in one order to buy or one position. */
    QUANTITY("quantity", Unit.COUNT),
    LEVERAGE("leverage", Unit.COUNT),
    /** Orders and openings of a user that wait out the in-play delay. */
    WAITING_REQUESTS("waiting-requests", Unit.COUNT),
    /** Orders and openings of a user that rest until a price is reached. */
    RESTING_ORDERS("resting-orders", Unit.COUNT),
    /** Changes of the levels of one position. */
    LEVEL_CHANGES("level-changes", Unit.COUNT);

    /** What a limit is measured in. */
    public enum Unit {
        COUNT,
        /** Ten-thousandths of a coin. */
        MONEY
    }

    private final String slug;
    private final Unit unit;

    MarketLimit(String slug, Unit unit) {
        this.slug = slug;
        this.unit = unit;
    }

    public String slug() {
        return slug;
    }

    public Unit unit() {
        return unit;
    }

    /** The limit of that name; empty where this version knows none. */
    static Optional<MarketLimit> ofSlug(String slug) {
        return Stream.of(values()).filter(limit -> limit.slug.equals(slug)).findFirst();
    }
}
