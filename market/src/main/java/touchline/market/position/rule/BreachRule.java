package touchline.market.position.rule;

import org.jspecify.annotations.Nullable;

/** Decides which ticks breach a position. Mirrors {@code breach.lua}; a test compares the two. */
public final class BreachRule {
    private BreachRule() {}

    /**
     * The reason for which a tick closes a position; null where it doesn't. Of several reasons the first counts: stop-loss, wash-out, take-profit. A trailing
     * stop is judged as if the tick were the first since it was set; {@link BreachScan} follows the best price.
     *
     * @param washOut the wash-out price, in ten-thousandths; 0 for none
     * @param seq the tick's number; greater than the position's {@code openSeq}
     * @param price the tick's price, in ten-thousandths
     */
    public static @Nullable CloseReason reason(Direction direction, Levels levels, long washOut, long seq, long price) {
        Levels.Level level = levels.at(seq);
        return reason(direction, level, washOut, price, level.trail() == 0 ? null : BestPrice.first(level));
    }

    /**
     * The same by the levels that apply.
     *
     * @param best before the tick; null where the stop doesn't trail
     */
    static @Nullable CloseReason reason(
            Direction direction, Levels.Level level, long washOut, long price, @Nullable BestPrice best) {
        boolean isLong = direction == Direction.LONG;
        long stop = best == null ? level.stopLoss() : level.stop(direction, best);
        if (stop > 0 && (isLong ? price <= stop : price >= stop)) {
            return CloseReason.STOP_LOSS;
        }
        if (washOut > 0 && (isLong ? price <= washOut : price >= washOut)) {
            return CloseReason.WASH_OUT;
        }
        if (level.takeProfit() > 0 && (isLong ? price >= level.takeProfit() : price <= level.takeProfit())) {
            return CloseReason.TAKE_PROFIT;
        }
        return null;
    }
}
