package touchline.market.stopwatch.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import touchline.market.position.rule.BestPrice;
import touchline.market.position.rule.BreachScan;
import touchline.market.position.rule.Direction;
import touchline.market.position.rule.Levels;

/** The index of trailing stops agrees with a scan of each position by the rule, on random sequences of changes and ticks. */
class TrailingStopsTest {

    private record Scanned(long instrument, BreachScan scan) {}

    @Property(tries = 300)
    void theIndexFindsWhatTheScanFinds(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Long, Scanned> scans = new HashMap<>();
        TrailingStops stops = new TrailingStops();
        long seq = 1;
        for (int step = 0; step < 400; step++) {
            long id = 1L + random.nextInt(60);
            long instrument = 1 + id % 2;
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    Direction direction = random.nextBoolean() ? Direction.LONG : Direction.SHORT;
                    long best = 20L + random.nextInt(40);
                    long distance = 1L + random.nextInt(20);
                    Levels levels = new Levels(List.of(new Levels.Level(seq, 0, 0, distance, best)));
                    scans.put(id, new Scanned(instrument, new BreachScan(direction, levels, 0)));
                    stops.put(id, instrument, direction, BestPrice.first(levels.latest()), distance);
                }
                case 2 -> {
                    scans.remove(id);
                    stops.remove(id);
                }
                default -> {
                    long price = 20L + random.nextInt(40);
                    long tick = random.nextInt(5) == 0 ? seq : ++seq; // one of before comes late
                    Set<String> expected = new TreeSet<>();
                    scans.entrySet().removeIf(one -> {
                        Scanned scanned = one.getValue();
                        boolean reached = scanned.instrument() == instrument
                                && scanned.scan().judge(tick, price) != null;
                        if (reached) {
                            expected.add(one.getKey() + " " + scanned.scan().best());
                        }
                        return reached;
                    });
                    Set<String> found = new TreeSet<>();
                    stops.tick(instrument, tick, price, (position, best) -> found.add(position + " " + best));
                    assertThat(found).isEqualTo(expected);
                }
            }
        }
    }
}
