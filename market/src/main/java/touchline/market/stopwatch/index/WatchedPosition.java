package touchline.market.stopwatch.index;

import touchline.market.position.OpenPositions;
import touchline.market.position.rule.Direction;
import touchline.market.position.rule.Levels;

/**
 * The fields of an open position that decide which ticks close it, as plain numbers: a million of them fit into memory.
 *
 * @param washOut price, 0 for none; stop and take likewise
 * @param levelSeq stop and take apply to ticks after this one
 * @param openSeq only ticks after this one judge the position
 * @param levelCount how many levels its history has: once it has more, these are out of date
 */
public record WatchedPosition(
        long position,
        long instrument,
        Direction direction,
        long washOut,
        long stop,
        long take,
        long levelSeq,
        long openSeq,
        int levelCount) {

    public static WatchedPosition of(OpenPositions.Terms position) {
        Levels.Level level = position.levels().latest();
        return new WatchedPosition(
                position.id().value(),
                position.instrument().value(),
                position.direction(),
                position.washOut(),
                level.stopLoss(),
                level.takeProfit(),
                level.afterSeq(),
                position.openSeq(),
                position.levels().history().size());
    }

    /** The price at or below which the position closes; 0 for none. */
    long lower() {
        return direction == Direction.LONG ? Math.max(stop, washOut) : take;
    }

    /** The price at or above which the position closes; 0 for none. */
    long upper() {
        if (direction == Direction.LONG) {
            return take;
        }
        return stop == 0 ? washOut : washOut == 0 ? stop : Math.min(stop, washOut);
    }
}
