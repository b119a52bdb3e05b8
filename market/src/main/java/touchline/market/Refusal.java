package touchline.market;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why the market says no. The slugs are those that scripts answer with and that clients see as problem types. */
public enum Refusal {
    NOT_FOUND("not-found"),
    INSTRUMENT_FROZEN("instrument-frozen"),
    /** The instrument's match is over and waits for its settlement, or is settled while it is still played. */
    MARKET_OVER("market-over"),
    /** An operator or the circuit breaker has halted this kind of trading: of the instrument, its team or match, or the whole market. */
    HALTED("halted"),
    /** The player has left every squad: open positions may be closed, nothing opened. */
    INSTRUMENT_DELISTED("instrument-delisted"),
    /** An operator has blocked the user: nothing is bought or opened, what there is may be sold and closed. */
    ACCOUNT_BLOCKED("account-blocked"),
    INSUFFICIENT_FUNDS("insufficient-funds"),
    INSUFFICIENT_HOLDING("insufficient-holding"),
    PRICE_MOVED("price-moved"),
    LIMIT_EXCEEDED("limit-exceeded"),
    /** The house could lose more on the instrument than it is to. */
    EXPOSURE_LIMIT("exposure-limit"),
    /** The stop-loss is not on its side of the current price. */
    STOP_LOSS_SIDE("stop-loss-side"),
    /** The stop-loss lies at the wash-out price or past it, where it could never act. */
    STOP_LOSS_BEYOND_WASH_OUT("stop-loss-beyond-wash-out"),
    /** The take-profit is not on its side of the current price. */
    TAKE_PROFIT_SIDE("take-profit-side"),
    /** The distance of a trailing stop is the whole price or more, so the stop would never act. */
    TRAILING_DISTANCE_RANGE("trailing-distance-range"),
    /** The stop price of an order is not on its side of the current price, so it would act at once. */
    STOP_PRICE_SIDE("stop-price-side"),
    /** No price of the match can reach the stop price. */
    STOP_PRICE_RANGE("stop-price-range"),
    /** The same for the limit price. */
    LIMIT_PRICE_RANGE("limit-price-range"),
    /** The order's type has no such price. */
    ORDER_TERMS("order-terms"),
    /** The order is filled, triggered or ended, so it can't be changed any more. */
    ORDER_DECIDED("order-decided"),
    /** Something happened in the match while it waited out the in-play delay. */
    EVENT_DURING_DELAY("event-during-delay"),
    /** The position that was to be closed has been closed otherwise. */
    POSITION_CLOSED("position-closed"),
    /** The user has given this id to another order. */
    CLIENT_ORDER_ID_USED("client-order-id-used"),
    /** The position has fewer shares than are to be closed. */
    POSITION_QUANTITY("position-quantity"),
    /** A close of another quantity of the position waits out the in-play delay. */
    CLOSE_WAITING("close-waiting"),
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused"),
    /** The market is shut: Redis has lost its data, or is being rebuilt; or the book is too far behind for anything new. */
    UNAVAILABLE("unavailable");

    private static final Map<String, Refusal> BY_SLUG =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Refusal::slug, Function.identity()));

    private final String slug;

    Refusal(String slug) {
        this.slug = slug;
    }

    public String slug() {
        return slug;
    }

    /**
     * The refusal that a script answered with.
     *
     * @throws IllegalArgumentException if no refusal has that slug
     */
    public static Refusal ofSlug(String slug) {
        Refusal refusal = BY_SLUG.get(slug);
        if (refusal == null) {
            throw new IllegalArgumentException("no such refusal: " + slug);
        }
        return refusal;
    }
}
