package touchline.market.margin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtremesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theBlocksThatMayBreachHoldTheFirstTickThatDoes(long seed) {
        Random random = new Random(seed);
        int size = random.nextInt(5_000);
        long startSeq = random.nextInt(1_000);
        Ticks ticks = new Ticks();
        Extremes.Writer writer = new Extremes.Writer(new TickOffset(1, startSeq));
        long price = 1_000_000;
        for (int n = 1; n <= size; n++) {
            price += random.nextInt(2_001) - 1_000;
            ticks.add(startSeq + n, price, n);
            writer.add(startSeq + n, price, n);
        }
        assertThat(writer.isWholeUpTo(startSeq + size)).isTrue();
        assertThat(writer.isWholeUpTo(startSeq + size + 1)).isFalse();
        Extremes extremes = writer.done();

        for (int round = 0; round < 2_000; round++) {
            long after = startSeq + random.nextInt(size + 10);
            Bounds bounds = new Bounds(1_000_000 - random.nextInt(60_000), 1_000_000 + random.nextInt(60_000));

            assertThat(firstByBlocks(extremes, ticks, after, bounds)).isEqualTo(first(ticks, after, bounds));
        }
    }

    private static long first(Ticks ticks, long after, Bounds bounds) {
        for (int n = ticks.after(after); n < ticks.size(); n++) {
            if (bounds.touchedBy(ticks.price(n), ticks.price(n))) {
                return ticks.seq(n);
            }
        }
        return -1;
    }

    private static long firstByBlocks(Extremes extremes, Ticks ticks, long after, Bounds bounds) {
        int block = extremes.firstTouching(after, bounds);
        while (block >= 0) {
            long from = Math.max(after, extremes.before(block).seq());
            for (int n = ticks.after(from);
                    n < ticks.size() && ticks.seq(n) <= extremes.last(block).seq();
                    n++) {
                if (bounds.touchedBy(ticks.price(n), ticks.price(n))) {
                    return ticks.seq(n);
                }
            }
            block = extremes.nextTouching(block + 1, bounds);
        }
        return -1;
    }
}
