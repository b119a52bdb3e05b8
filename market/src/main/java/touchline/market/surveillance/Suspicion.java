package touchline.market.surveillance;

import java.time.Instant;
import java.util.List;
import touchline.market.money.Money;

/**
 * Something that looks odd.
 *
 * @param users whom it concerns
 * @param times how often
 * @param gain what they gained by it, as far as it is known
 * @param evidence orders, positions, events and times, in words
 * @param at the last time
 */
public record Suspicion(Kind kind, List<String> users, int times, Money gain, List<String> evidence, Instant at) {

    /** What looks odd. */
    public enum Kind {
        /** Purchases shortly before the whistle by who gained with longs at the settlement, or sales with shorts. */
        PUSH_BEFORE_SETTLEMENT,
        /** Two accounts trade with the market against each other, again and again, within seconds. */
        ROUND_TRIPS,
        /** Orders in the direction of an event, within seconds before the market had it. */
        ORDERS_BEFORE_EVENTS,
        /** Many accounts logged in from one address. */
        SHARED_ADDRESS
    }
}
