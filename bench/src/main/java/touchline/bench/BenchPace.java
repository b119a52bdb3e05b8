package touchline.bench;

/**
 * How long a load runs. It warms up until two windows in turn agree within 10 %, or until there were too many of them.
 *
 * @param windowMillis the length of a window
 * @param mostWindows of the warm-up
 * @param measuredMillis the length of a measurement
 * @param rounds measurements of each contender, in turn
 * @param divisor of the sizes of a full benchmark
 */
public record BenchPace(int windowMillis, int mostWindows, int measuredMillis, int rounds, int divisor) {
    private static final double AGREEMENT = 0.1;

    /** For results that are kept. */
    public static BenchPace full() {
        return new BenchPace(2_000, 15, 6_000, 3, 1);
    }

    /** For a look that ends in three minutes. */
    public static BenchPace quick() {
        return new BenchPace(500, 6, 1_500, 1, 10);
    }

    /** A size of the full benchmark, or less of it. */
    public int size(int full) {
        return full / divisor;
    }

    /** A number of rounds of the full benchmark, or a single one. */
    public int rounds(int full) {
        return divisor == 1 ? full : 1;
    }

    /** Whether two windows agree. */
    public static boolean agree(double before, double now) {
        return before > 0 && Math.abs(now - before) <= AGREEMENT * before;
    }
}
