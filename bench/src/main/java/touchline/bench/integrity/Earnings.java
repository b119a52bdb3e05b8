package touchline.bench.integrity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import touchline.market.money.Money;

/** What one strategy earned in each match, over all its accounts. */
final class Earnings {
    private final List<Long> matches = new ArrayList<>();
    private long idle;

    /**
     * Adds a match.
     *
     * @param traded whether anything was done: a match in which the market refused everything says nothing
     */
    void add(long tenThousandths, boolean traded) {
        matches.add(tenThousandths);
        idle += traded ? 0 : 1;
    }

    long best() {
        return Collections.max(matches);
    }

    Money mean() {
        return Money.of(
                Math.floorDiv(matches.stream().mapToLong(Long::longValue).sum(), matches.size()));
    }

    Money worst() {
        return Money.of(Collections.min(matches));
    }

    long played() {
        return matches.size() - idle;
    }
}
