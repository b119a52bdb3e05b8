package touchline.market.position.rule;

import org.jspecify.annotations.Nullable;

/** Judges ticks by a position, in their order, and follows the best price for its trailing stop. Mirrors {@code breach.lua}. Not thread-safe. */
public final class BreachScan {
    private final Direction direction;
    private final Levels levels;
    private final long washOut;
    private @Nullable BestPrice best;

    /**
     * Begins before the first tick after the position was opened; where no level trails, any tick will do.
     *
     * @param washOut the wash-out price, in ten-thousandths; 0 for none
     */
    public BreachScan(Direction direction, Levels levels, long washOut) {
        this.direction = direction;
        this.levels = levels;
        this.washOut = washOut;
    }

    /** The reason for which a tick closes the position; null where it doesn't. */
    public @Nullable CloseReason judge(long seq, long price) {
        Levels.Level level = levels.at(seq);
        BestPrice before = level.trail() == 0 ? null : best != null && best.isOf(level) ? best : BestPrice.first(level);
        best = before;
        CloseReason reason = BreachRule.reason(direction, level, washOut, price, before);
        if (reason == null && before != null) {
            best = before.with(direction, price);
        }
        return reason;
    }

    /** Of the trailing stop that applied to the last tick; without that tick if it closes the position. Null where none applied. */
    public @Nullable BestPrice best() {
        return best;
    }
}
