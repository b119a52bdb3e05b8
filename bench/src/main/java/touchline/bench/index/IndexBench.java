package touchline.bench.index;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import touchline.bench.BenchPace;
import touchline.bench.Figures;
import touchline.market.position.rule.BestPrice;
import touchline.market.position.rule.Direction;
import touchline.market.position.rule.Levels;
import touchline.market.stopwatch.index.SortedTriggerIndex;
import touchline.market.stopwatch.index.TrailingStops;
import touchline.market.stopwatch.index.TriggerIndex;
import touchline.market.stopwatch.index.WatchedPosition;

/** A tick's cost with so many positions open on 1,000 instruments: the sorted index against the plain scan. */
public final class IndexBench {
    private static final int INSTRUMENTS = 1_000;
    private static final long PRICE = 1_000_000;

    private final int roundCount;
    private final PrintStream out;

    public IndexBench(BenchPace pace, PrintStream out) {
        this.roundCount = pace.rounds(5);
        this.out = out;
    }

    /** Measures, prints a table to the stream, and returns the figures. */
    public Figures run() {
        Figures figures = new Figures();
        out.println("StopWatch index: one tick, 1,000 instruments, nothing breached (median of " + roundCount + ")");
        out.printf(
                "  %10s %14s %14s %10s %14s %14s%n",
                "positions", "scan ns/tick", "sorted ns/tick", "ratio", "sorted ticks/s", "put+remove ns");
        for (int positions : new int[] {1_000, 100_000, 1_000_000}) {
            double scan =
                    ticks(ScanIndex::new, positions, positions >= 1_000_000 ? 20 : positions >= 100_000 ? 200 : 20_000);
            double sorted = ticks(SortedTriggerIndex::new, positions, 500_000);
            double change = changes(() -> withPositions(positions), IndexBench::position);
            figures.add("index, " + positions + " positions, ns/tick", sorted);
            figures.add("index, " + positions + " positions, ns/change", change);
            out.printf(
                    "  %10d %14.0f %14.1f %10.0f %14.0f %14.0f%n",
                    positions, scan, sorted, scan / sorted, 1e9 / sorted, change);
        }
        out.printf("  %10s %14s %22s %14s%n", "orders", "ns/tick", "beside positions, ns", "put+remove ns");
        for (int orders : new int[] {1_000, 100_000, 1_000_000}) {
            double alone = ticksOfOrders(0, orders, 500_000);
            double beside = ticksOfOrders(orders, orders, 500_000);
            double change = changes(() -> withOrders(orders), IndexBench::order);
            figures.add("index, " + orders + " resting orders, ns/tick", alone);
            figures.add("index, " + orders + " resting orders beside as many positions, ns/tick", beside);
            figures.add("index, " + orders + " resting orders, ns/change", change);
            out.printf("  %10d %14.1f %22.1f %14.0f%n", orders, alone, beside, change);
        }
        out.printf("  1,000,000 trailing stops: %.1f ns/tick%n", trailingTicks(1_000_000, 500_000));
        out.printf("  heap held by the sorted index at 1,000,000 positions: %d MiB%n%n", heapOfAMillion() >> 20);
        return figures;
    }

    private double ticks(Supplier<TriggerIndex> kind, int positions, int ticks) {
        TriggerIndex index = kind.get();
        fill(index, positions);
        return rounds(
                ticks, (instrument, seq, price) -> index.breached(instrument, seq, price, (id, reason) -> breached()));
    }

    /** As in the StopWatch: each tick asks the index of positions, unless there are none, and that of resting orders. */
    private double ticksOfOrders(int positions, int orders, int ticks) {
        TriggerIndex open = withPositions(positions);
        TriggerIndex resting = withOrders(orders);
        return rounds(ticks, (instrument, seq, price) -> {
            if (positions > 0) {
                open.breached(instrument, seq, price, (id, reason) -> breached());
            }
            resting.breached(instrument, seq, price, (id, reason) -> breached());
        });
    }

    /** Stops that lie 1 to 10 % behind, so that none is reached; each best price moves with its instrument's. */
    private double trailingTicks(int positions, int ticks) {
        TrailingStops stops = new TrailingStops();
        Random random = new Random(9);
        for (int n = 1; n <= positions; n++) {
            long distance = 10_000L + random.nextInt(90_000);
            stops.put(
                    n,
                    1 + random.nextInt(INSTRUMENTS),
                    random.nextBoolean() ? Direction.LONG : Direction.SHORT,
                    BestPrice.first(new Levels.Level(0, 0, 0, distance, PRICE)),
                    distance);
        }
        return rounds(ticks, (instrument, seq, price) -> stops.tick(instrument, seq, price, (id, best) -> breached()));
    }

    /** Takes a tick. */
    @FunctionalInterface
    private interface TickTaker {
        void take(long instrument, long seq, long price);
    }

    private double rounds(int ticks, TickTaker taker) {
        double[] rounds = new double[roundCount];
        for (int round = -2; round < roundCount; round++) { // the first two warm up
            Random random = new Random(round);
            long began = System.nanoTime();
            for (int tick = 0; tick < ticks; tick++) {
                taker.take(1 + random.nextInt(INSTRUMENTS), tick + 1L, PRICE + random.nextInt(2_000) - 1_000);
            }
            if (round >= 0) {
                rounds[round] = (double) (System.nanoTime() - began) / ticks;
            }
        }
        return median(rounds);
    }

    private static void breached() {
        throw new IllegalStateException("nothing was to be breached");
    }

    /** Makes what is watched, under an id. */
    @FunctionalInterface
    private interface Watched {
        WatchedPosition make(long id, Random random);
    }

    private double changes(Supplier<TriggerIndex> filled, Watched watched) {
        TriggerIndex index = filled.get();
        double[] rounds = new double[roundCount];
        for (int round = 0; round < roundCount; round++) {
            Random random = new Random(round);
            long began = System.nanoTime();
            for (int change = 0; change < 50_000; change++) {
                index.put(watched.make(2_000_000L + change, random));
            }
            for (int change = 0; change < 50_000; change++) {
                index.remove(2_000_000L + change);
            }
            rounds[round] = (System.nanoTime() - began) / 100_000.0;
        }
        return median(rounds);
    }

    private static long heapOfAMillion() {
        long before = used();
        TriggerIndex index = new SortedTriggerIndex();
        fill(index, 1_000_000);
        long after = used();
        if (index.size() != 1_000_000) {
            throw new IllegalStateException("some positions got lost");
        }
        return after - before;
    }

    private static long used() {
        for (int n = 0; n < 3; n++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static TriggerIndex withPositions(int positions) {
        TriggerIndex index = new SortedTriggerIndex();
        fill(index, positions);
        return index;
    }

    private static TriggerIndex withOrders(int orders) {
        TriggerIndex index = new SortedTriggerIndex();
        Random random = new Random(8);
        for (int n = 1; n <= orders; n++) {
            index.put(order(n, random));
        }
        return index;
    }

    /** A resting order is watched for one price, from 1 % away on, above or below. */
    private static WatchedPosition order(long id, Random random) {
        long away = 10_000L + random.nextInt(90_000);
        boolean falls = random.nextBoolean();
        return new WatchedPosition(
                id,
                1 + random.nextInt(INSTRUMENTS),
                Direction.LONG,
                0,
                falls ? PRICE - away : 0,
                falls ? 0 : PRICE + away,
                0,
                0,
                1);
    }

    private static void fill(TriggerIndex index, int positions) {
        Random random = new Random(7);
        for (int n = 1; n <= positions; n++) {
            index.put(position(n, random));
        }
    }

    /** Levels from 1 % away on, so that ticks within 0.1 % breach nothing. */
    private static WatchedPosition position(long id, Random random) {
        boolean isLong = random.nextBoolean();
        long near = 10_000L + random.nextInt(90_000);
        long far = 10_000L + random.nextInt(90_000);
        return new WatchedPosition(
                id,
                1 + random.nextInt(INSTRUMENTS),
                isLong ? Direction.LONG : Direction.SHORT,
                isLong ? PRICE - 200_000 : PRICE + 200_000,
                isLong ? PRICE - near : PRICE + near,
                isLong ? PRICE + far : PRICE - far,
                0,
                0,
                1);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
