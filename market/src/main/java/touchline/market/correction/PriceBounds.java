package touchline.market.correction;

import org.jspecify.annotations.Nullable;
import touchline.market.MarketRules;

/**
 * Between what the base of an instrument may be, as event_apply.lua and price_set.lua have it.
 *
 * @param lowest in ten-thousandths
 * @param highest in ten-thousandths
 */
record PriceBounds(long lowest, long highest) {
    /**
     * Bounds by the rules.
     *
     * @param matchBase the base with which the instrument entered its match; null outside a match
     */
    static PriceBounds of(MarketRules rules, @Nullable Long matchBase) {
        long floor = rules.floor().tenThousandths();
        long cap = rules.cap().tenThousandths();
        int band = rules.limits().bandBps();
        if (band == 0 || matchBase == null) {
            return new PriceBounds(floor, cap);
        }
        long around = matchBase / 10_000 * band + matchBase % 10_000 * band / 10_000;
        return new PriceBounds(Math.max(floor, matchBase - around), Math.min(cap, matchBase + around));
    }

    long clamp(long base) {
        return Math.max(lowest, Math.min(highest, base));
    }

    boolean contain(long base) {
        return base >= lowest && base <= highest;
    }
}
