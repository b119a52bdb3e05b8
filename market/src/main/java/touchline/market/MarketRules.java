package touchline.market;

import java.time.Duration;
import touchline.market.money.Price;

/**
 * The numbers by which the market works.
 *
 * @param feeBps fee of a spot order, in basis points of its amount; it also bounds how many CFDs may be open on a side
 * @param spreadBps what opening a CFD costs, in basis points of the price
 * @param closeOutBps a position washes out when what is left of its margin is at most this share of it, in basis points
 * @param maxLeverage the highest leverage of a CFD
 * @param maxQuantity the largest order to buy or position, in shares
 * @param floor no base price falls below it
 * @param cap no base price rises above it
 * @param inPlayDelay how long what is asked for on a live match waits before it is executed; zero for not at all
 * @param limits what users, and all of them together, may have
 */
public record MarketRules(
        int feeBps,
        int spreadBps,
        int closeOutBps,
        int maxLeverage,
        long maxQuantity,
        Price floor,
        Price cap,
        Duration inPlayDelay,
        Limits limits) {

    /** The largest base price with which every product in the scripts stays below 2^53. */
    public static final long MAX_BASE_PRICE = 1_000_000_000L;

    /** The largest depth, likewise. */
    public static final long MAX_DEPTH = 1_000_000L;

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

    public MarketRules {
        require(feeBps >= 0 && feeBps <= 5_000, "feeBps must be 0..5000");
        require(spreadBps >= 0 && spreadBps <= 1_000, "spreadBps must be 0..1000");
        require(closeOutBps >= 0 && closeOutBps < 10_000, "closeOutBps must be 0..9999");
        require(maxLeverage >= 1 && maxLeverage <= 100, "maxLeverage must be 1..100");
        require(maxQuantity >= 1 && maxQuantity <= MAX_DEPTH / 2, "maxQuantity must be 1.." + MAX_DEPTH / 2);
        require(floor.tenThousandths() < cap.tenThousandths(), "floor must be below cap");
        require(!inPlayDelay.isNegative() && inPlayDelay.compareTo(LONGEST_DELAY) <= 0, "inPlayDelay must be 0..60s");
        require(cap.tenThousandths() <= MAX_BASE_PRICE, "cap must be at most " + Price.of(MAX_BASE_PRICE));
    }

    /** Rules without limits of what may be had. */
    public MarketRules(
            int feeBps,
            int spreadBps,
            int closeOutBps,
            int maxLeverage,
            long maxQuantity,
            Price floor,
            Price cap,
            Duration inPlayDelay) {
        this(feeBps, spreadBps, closeOutBps, maxLeverage, maxQuantity, floor, cap, inPlayDelay, Limits.NONE);
    }

    /** The same within limits. */
    public MarketRules within(Limits limits) {
        return new MarketRules(
                feeBps, spreadBps, closeOutBps, maxLeverage, maxQuantity, floor, cap, inPlayDelay, limits);
    }

    /** Without limits: fee 1 %, spread 20 bps, close-out 50 %, leverage to 20, prices from 1 to 100,000 coins, three seconds in play. */
    public static MarketRules standard() {
        return new MarketRules(
                100, 20, 5_000, 20, 100_000, Price.of(10_000), Price.of(MAX_BASE_PRICE), Duration.ofSeconds(3));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
