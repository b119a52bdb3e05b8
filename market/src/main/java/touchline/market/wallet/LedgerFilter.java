package touchline.market.wallet;

import java.time.Instant;

/**
 * Selects lines of a user's ledger.
 *
 * @param from the earliest time
 * @param to the latest time, included
 * @param kind empty for all
 */
public record LedgerFilter(Instant from, Instant to, String kind) {
    /** Every line. */
    public static final LedgerFilter ALL = new LedgerFilter(Instant.EPOCH, Instant.parse("2200-01-01T00:00:00Z"), "");
}
