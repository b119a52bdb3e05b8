package touchline.market.stopwatch;

import touchline.market.position.Direction;
import touchline.market.position.Levels;
import touchline.market.position.Position;

/**
 * What has to be known of an open position to judge ticks to come, in plain numbers: a million of them have to fit.
 *
 * @param washOut price, 0 for none; stop and take likewise
 * @param levelSeq stop and take stand for ticks after this one
 * @param openSeq the position is judged by ticks after this one
 */
record WatchedPosition(
        long position,
        long instrument,
        Direction direction,
        long washOut,
        long stop,
        long take,
        long levelSeq,
        long openSeq) {

    static WatchedPosition of(Position position) {
        Levels.Level level = position.levels().latest();
        return new WatchedPosition(
                position.id().value(),
                position.instrument().value(),
                position.direction(),
                position.washOut(),
                level.stopLoss(),
                level.takeProfit(),
                level.afterSeq(),
                position.openSeq());
    }

    /** A falling price fires at or below this; 0 where it never does. */
    long lower() {
        return direction == Direction.LONG ? Math.max(stop, washOut) : take;
    }

    /** A rising price fires at or above this; 0 where it never does. */
    long upper() {
        if (direction == Direction.LONG) {
            return take;
        }
        return stop == 0 ? washOut : washOut == 0 ? stop : Math.min(stop, washOut);
    }
}
