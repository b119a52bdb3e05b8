package touchline.market.wallet;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Selects lines of a user's ledger.
 *
 * @param from the earliest time
 * @param to the latest time, included
 * @param kinds some of {@link #KINDS}; empty for all
 */
public record LedgerFilter(Instant from, Instant to, Set<String> kinds) {
    /** The kinds of a user's lines, as the scripts write them. */
    public static final Set<String> KINDS = Collections.unmodifiableSet(new TreeSet<>(Set.of(
            "adjustment",
            "loss",
            "margin",
            "margin-back",
            "profit",
            "release",
            "reserve",
            "spot-buy",
            "spot-fee",
            "spot-sell",
            "stake",
            "system-sell")));

    /** Every line. */
    public static final LedgerFilter ALL =
            new LedgerFilter(Instant.EPOCH, Instant.parse("2200-01-01T00:00:00Z"), Set.of());

    public LedgerFilter {
        kinds = Set.copyOf(kinds);
    }
}
