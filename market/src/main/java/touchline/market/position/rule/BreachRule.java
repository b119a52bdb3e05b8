package touchline.market.position.rule;

import org.jspecify.annotations.Nullable;

/** Decides which ticks breach a position. Mirrors {@code breach.lua}; a test compares the two. */
public final class BreachRule {
    private BreachRule() {}

    /**
     * The reason for which a tick closes a position; null where it doesn't. Of several reasons the first counts: stop-loss, wash-out, take-profit.
     *
     * @param washOut the wash-out price, in ten-thousandths; 0 for none
     * @param seq the tick's number; greater than the position's {@code openSeq}
     * @param price the tick's price, in ten-thousandths
     */
    public static @Nullable CloseReason reason(Direction direction, Levels levels, long washOut, long seq, long price) {
        Levels.Level level = levels.at(seq);
        boolean isLong = direction == Direction.LONG;
        if (level.stopLoss() > 0 && (isLong ? price <= level.stopLoss() : price >= level.stopLoss())) {
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
