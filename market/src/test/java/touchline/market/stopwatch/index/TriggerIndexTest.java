package touchline.market.stopwatch.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import touchline.market.position.rule.BreachRule;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.position.rule.Levels;

/** The sorted index agrees with a scan by the rule, on random sequences of changes and ticks. */
class TriggerIndexTest {

    @Property(tries = 300)
    void theSortedIndexFindsWhatTheScanFinds(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Long, WatchedPosition> scan = new HashMap<>();
        TriggerIndex sorted = new SortedTriggerIndex();
        long seq = 0;
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    WatchedPosition position = position(random, 1L + random.nextInt(60), seq);
                    scan.put(position.position(), position);
                    sorted.put(position);
                }
                case 2 -> {
                    long gone = 1L + random.nextInt(60);
                    scan.remove(gone);
                    sorted.remove(gone);
                }
                default -> {
                    long instrument = 1L + random.nextInt(3);
                    long price = 1L + random.nextInt(40);
                    seq++;
                    Set<String> breached = scan(scan.values(), instrument, seq, price);
                    assertThat(breached(sorted, instrument, seq, price)).isEqualTo(breached);
                }
            }
            assertThat(sorted.size()).isEqualTo(scan.size());
            long instrument = 1L + random.nextInt(3);
            assertThat(sorted.fingerprint(instrument))
                    .isEqualTo(scan.values().stream()
                            .filter(one -> one.instrument() == instrument)
                            .mapToLong(one -> TriggerIndex.mixed(one.position()))
                            .sum());
        }
    }

    @Property(tries = 100)
    void theMapIsAMap(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Long, Integer> plain = new HashMap<>();
        LongIntMap fast = new LongIntMap();
        for (int step = 0; step < 2_000; step++) {
            long key = 1L + random.nextInt(200) * (random.nextBoolean() ? 1L : 1L << 33);
            if (random.nextInt(3) == 0) {
                plain.remove(key);
                fast.remove(key);
            } else {
                plain.put(key, step);
                fast.put(key, step);
            }
        }
        assertThat(fast.size()).isEqualTo(plain.size());
        plain.forEach((key, value) -> assertThat(fast.get(key)).isEqualTo(value));
        assertThat(List.of(fast.get(999_999), fast.get(1L << 50))).containsExactly(-1, -1);
    }

    private static Set<String> scan(Collection<WatchedPosition> open, long instrument, long seq, long price) {
        Set<String> found = new TreeSet<>();
        for (WatchedPosition one : open) {
            Levels levels = new Levels(List.of(new Levels.Level(one.levelSeq(), one.stop(), one.take())));
            CloseReason reason = BreachRule.reason(one.direction(), levels, one.washOut(), seq, price);
            if (one.instrument() == instrument && seq > one.openSeq() && reason != null) {
                found.add(one.position() + " " + reason);
            }
        }
        return found;
    }

    private static Set<String> breached(TriggerIndex index, long instrument, long seq, long price) {
        Set<String> found = new TreeSet<>();
        index.breached(instrument, seq, price, (position, reason) -> found.add(position + " " + reason));
        return found;
    }

    private static WatchedPosition position(Random random, long id, long seq) {
        return new WatchedPosition(
                id,
                1 + id % 3,
                random.nextBoolean() ? Direction.LONG : Direction.SHORT,
                random.nextInt(3) == 0 ? 0 : 1L + random.nextInt(40),
                random.nextInt(3) == 0 ? 0 : 1L + random.nextInt(40),
                random.nextInt(3) == 0 ? 0 : 1L + random.nextInt(40),
                seq - 1L + random.nextInt(3),
                seq - 1L + random.nextInt(3),
                1);
    }
}
