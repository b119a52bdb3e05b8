package touchline.bench.integrity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import touchline.market.money.Money;

/** What one strategy earned in each match in which it traded, over all its accounts. Thread-safe. */
final class Earnings {
    private final List<Long> matches = new ArrayList<>();

    /** Adds a match, unless the market refused everything in it. */
    synchronized void add(MatchSeries.Played played) {
        if (played.traded()) {
            matches.add(played.earned());
        }
    }

    synchronized int matches() {
        return matches.size();
    }

    /** The most of one match, in ten-thousandths of a coin. At least one match was added. */
    synchronized long best() {
        return Collections.max(matches);
    }

    synchronized Money mean() {
        return Money.of(
                Math.floorDiv(matches.stream().mapToLong(Long::longValue).sum(), matches.size()));
    }

    synchronized Money worst() {
        return Money.of(Collections.min(matches));
    }
}
