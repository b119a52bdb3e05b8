package touchline.market.position.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * The history of a position's stop-loss, take-profit and trailing stop. A tick is judged by the levels that applied when it came, however late it is judged.
 * Written as {@code seq:stop:take} or {@code seq:stop:take:distance:best} joined by {@code ;}, each applying to ticks after its seq; 0 means none.
 */
public record Levels(List<Level> history) {
    public static final Levels NONE = new Levels(List.of());

    /**
     * The levels between two changes.
     *
     * @param afterSeq they apply to ticks after this one
     * @param stopLoss in ten-thousandths; 0 for none
     * @param takeProfit in ten-thousandths; 0 for none
     * @param trail how far the trailing stop lies behind the best price, in ten-thousandths; 0 for none
     * @param best the best price when the trailing stop was set; 0 for none
     */
    public record Level(long afterSeq, long stopLoss, long takeProfit, long trail, long best) {
        static final Level NONE = new Level(-1, 0, 0);

        /** Without a trailing stop. */
        public Level(long afterSeq, long stopLoss, long takeProfit) {
            this(afterSeq, stopLoss, takeProfit, 0, 0);
        }

        /** The stop-loss, or the trailing stop if that is nearer; 0 for none. */
        public long stop(Direction direction, BestPrice reached) {
            if (trail == 0) {
                return stopLoss;
            }
            long trailed = trailingStop(direction, reached);
            if (direction == Direction.LONG) {
                return Math.max(stopLoss, trailed);
            }
            return stopLoss == 0 ? trailed : Math.min(stopLoss, trailed);
        }

        /** Where the trailing stop lies, if there is one; 0 or less where no price can reach it. */
        public long trailingStop(Direction direction, BestPrice reached) {
            return direction == Direction.LONG ? reached.price() - trail : reached.price() + trail;
        }
    }

    public Levels {
        history = List.copyOf(history);
    }

    /**
     * Parses a history as the scripts write it.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    public static Levels parse(String written) {
        if (written.isEmpty()) {
            return NONE;
        }
        List<Level> history = new ArrayList<>(1);
        int from = 0;
        while (from <= written.length()) {
            int end = end(written, ';', from, written.length());
            history.add(level(written, from, end));
            from = end + 1;
        }
        return new Levels(history);
    }

    /** Without splitting it into strings: a StopWatch reads a million of them when it starts. */
    private static Level level(String written, int from, int to) {
        long[] numbers = new long[5];
        int count = 0;
        int at = from;
        while (at <= to) {
            int end = end(written, ':', at, to);
            if (count == numbers.length) {
                throw new IllegalArgumentException("not levels: " + written);
            }
            numbers[count++] = Long.parseLong(written, at, end, 10);
            at = end + 1;
        }
        if (count != 3 && count != numbers.length) {
            throw new IllegalArgumentException("not levels: " + written);
        }
        return new Level(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    private static int end(String written, char separator, int from, int to) {
        int end = written.indexOf(separator, from);
        return end < 0 || end > to ? to : end;
    }

    /** The levels that judge the tick {@code seq}. */
    public Level at(long seq) {
        for (int n = history.size() - 1; n >= 0; n--) {
            if (history.get(n).afterSeq() < seq) {
                return history.get(n);
            }
        }
        return Level.NONE;
    }

    /** The same, but that those which apply after a later tick than {@code seq} apply after that one. */
    public Levels notAfter(long seq) {
        return new Levels(history.stream()
                .map(level -> new Level(
                        Math.min(level.afterSeq(), seq),
                        level.stopLoss(),
                        level.takeProfit(),
                        level.trail(),
                        level.best()))
                .toList());
    }

    /** Whether any of them has a trailing stop: then the best price of all ticks since the opening decides. */
    public boolean trail() {
        return history.stream().anyMatch(level -> level.trail() > 0);
    }

    /** The levels that judge future ticks. */
    public Level latest() {
        return history.isEmpty() ? Level.NONE : history.get(history.size() - 1);
    }

    @Override
    public String toString() {
        StringBuilder written = new StringBuilder();
        for (Level level : history) {
            written.append(written.isEmpty() ? "" : ";")
                    .append(level.afterSeq())
                    .append(':')
                    .append(level.stopLoss())
                    .append(':')
                    .append(level.takeProfit());
            if (level.trail() > 0) {
                written.append(':').append(level.trail()).append(':').append(level.best());
            }
        }
        return written.toString();
    }
}
