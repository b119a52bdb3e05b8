package touchline.market.position.rule;

/**
 * The best price since a trailing stop was set.
 *
 * @param level that set it; two levels may apply after the same tick, and only the later one counts
 * @param price in ten-thousandths
 */
public record BestPrice(Levels.Level level, long price) {

    /** When the level was set. */
    public static BestPrice first(Levels.Level level) {
        return new BestPrice(level, level.best());
    }

    /** The stop applies to ticks after this one. */
    public long afterSeq() {
        return level.afterSeq();
    }

    boolean isOf(Levels.Level other) {
        return level.afterSeq() == other.afterSeq() && level.trail() == other.trail() && level.best() == other.best();
    }

    /** After one more tick. */
    public BestPrice with(Direction direction, long tick) {
        return new BestPrice(level, direction == Direction.LONG ? Math.max(price, tick) : Math.min(price, tick));
    }

    /** As position_breached.lua takes it. */
    @Override
    public String toString() {
        return level.afterSeq() + ":" + price;
    }
}
