package touchline.market.margin;

import touchline.market.position.OpenPositions;
import touchline.market.position.rule.Direction;
import touchline.market.position.rule.Levels;

/**
 * The prices strictly between which nothing happens to a position, by any level that ever applied: ticks within them need no second look.
 *
 * @param atOrBelow in ten-thousandths; 0 where no price is too low
 * @param atOrAbove in ten-thousandths; {@link Long#MAX_VALUE} where none is too high
 */
record Bounds(long atOrBelow, long atOrAbove) {

    static Bounds of(OpenPositions.Terms position) {
        if (position.levels().trail()) {
            return new Bounds(Long.MAX_VALUE, 0); // the stop follows the price
        }
        boolean isLong = position.direction() == Direction.LONG;
        long below = isLong ? position.washOut() : 0;
        long above = isLong || position.washOut() == 0 ? Long.MAX_VALUE : position.washOut();
        for (Levels.Level level : position.levels().history()) {
            long low = isLong ? level.stopLoss() : level.takeProfit();
            long high = isLong ? level.takeProfit() : level.stopLoss();
            below = Math.max(below, low);
            above = high > 0 ? Math.min(above, high) : above;
        }
        return new Bounds(below, above);
    }

    /** Whether prices within these, both included, may breach it. */
    boolean touchedBy(long lowest, long highest) {
        return lowest <= atOrBelow || highest >= atOrAbove;
    }
}
