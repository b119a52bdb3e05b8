package touchline.market.position;

import java.util.ArrayList;
import java.util.List;

/**
 * The history of a position's stop-loss and take-profit: a tick is judged by those that stood when it came, whenever it is judged.
 * Written as {@code seq:stop:take} joined by {@code ;}, each standing for ticks after its seq; 0 means none.
 */
public record Levels(List<Level> history) {
    public static final Levels NONE = new Levels(List.of());

    /**
     * What stood from one change to the next.
     *
     * @param afterSeq it stands for ticks after this one
     * @param stopLoss in ten-thousandths; 0 for none
     * @param takeProfit in ten-thousandths; 0 for none
     */
    public record Level(long afterSeq, long stopLoss, long takeProfit) {
        static final Level NONE = new Level(-1, 0, 0);
    }

    public Levels {
        history = List.copyOf(history);
    }

    /**
     * Reads a history as the scripts write it.
     *
     * @throws IllegalArgumentException if it is not of the form above
     */
    public static Levels parse(String written) {
        if (written.isEmpty()) {
            return NONE;
        }
        List<Level> history = new ArrayList<>();
        for (String one : written.split(";", -1)) {
            String[] parts = one.split(":", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("not levels: " + written);
            }
            history.add(new Level(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        }
        return new Levels(history);
    }

    /** The level by which the tick {@code seq} is judged. */
    public Level standing(long seq) {
        for (int at = history.size() - 1; at >= 0; at--) {
            if (history.get(at).afterSeq() < seq) {
                return history.get(at);
            }
        }
        return Level.NONE;
    }

    /** The level for ticks to come. */
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
        }
        return written.toString();
    }
}
