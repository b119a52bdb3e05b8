package touchline.market.correction;

import java.time.Duration;
import org.jdbi.v3.core.Handle;
import touchline.market.money.Money;

/** The coins that an operator may correct without the approval of another. Thread-safe. */
public final class SoloAllowance {
    /** What an operator corrects alone within this counts together: a large correction made in small steps is large. */
    private static final Duration TOGETHER = Duration.ofHours(24);

    private final Money limit;

    /**
     * Creates the rule.
     *
     * @param limit the most coins within 24 hours
     */
    public SoloAllowance(Money limit) {
        this.limit = limit;
    }

    /**
     * The allowance of one operator.
     *
     * @param used what the operator has corrected alone within 24 hours
     * @param limit the most within 24 hours
     */
    public record Allowance(Money used, Money limit) {
        public boolean isExceededBy(CorrectionPreview.Totals totals) {
            return totals.size().plus(used).compareTo(limit) > 0;
        }
    }

    /** The allowance as it is now, within the caller's transaction. */
    public Allowance of(Handle book, String operator) {
        return new Allowance(CorrectionRepository.executedAlone(book, operator, TOGETHER), limit);
    }
}
