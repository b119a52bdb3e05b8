package touchline.market.position;

import org.jspecify.annotations.Nullable;

/** When a tick breaches a position; the same rule as breach.lua, to which a test holds it. */
public final class Breach {
    private Breach() {}

    /**
     * Why the tick closes the position, or null where it doesn't. Where it does for more than one reason: stop-loss before wash-out before
     * take-profit.
     *
     * @param washOut the wash-out price, in ten-thousandths; 0 for none
     * @param seq the tick's number; the caller has seen that it came after the position opened
     * @param price the tick's price, in ten-thousandths
     */
    public static @Nullable CloseReason of(Direction direction, Levels levels, long washOut, long seq, long price) {
        Levels.Level level = levels.standing(seq);
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
