package touchline.market.position.rule;

/**
 * The best price since a trailing stop was set.
 *
 * @param afterSeq the stop applies to ticks after this one
 * @param price in ten-thousandths
 */
public record BestPrice(long afterSeq, long price) {

    /** When the level was set. */
    public static BestPrice first(Levels.Level level) {
        return new BestPrice(level.afterSeq(), level.best());
    }

    boolean isOf(Levels.Level level) {
        return level.afterSeq() == afterSeq;
    }

    /** After one more tick. */
    public BestPrice with(Direction direction, long tick) {
        return new BestPrice(afterSeq, direction == Direction.LONG ? Math.max(price, tick) : Math.min(price, tick));
    }

    /** As position_close.lua takes it. */
    @Override
    public String toString() {
        return afterSeq + ":" + price;
    }
}
