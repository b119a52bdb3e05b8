package touchline.market.correction;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;

/**
 * What a correction would do now: shares and open positions are valued at the price before and after. The house has the opposite of the sum.
 *
 * @param effects what each user gains, negative for a loss; the largest first
 * @param prices what it does to prices, in words
 * @param objection why it can't be done now; null where it can
 */
public record CorrectionPreview(
        Map<UserId, Money> effects,
        List<String> prices,
        @Nullable String objection) {
    /** A change of less than this is never material: a coin. */
    private static final long COIN = Money.coins(1).tenThousandths();

    /** Totals of a preview, as they are stored with a request. */
    public record Totals(long gains, long losses, int customers) {
        /** Money that changes hands. */
        public Money size() {
            return Money.of(gains + losses);
        }

        /** Whether another preview of the same correction differs by more than a tenth, and by more than a coin. */
        public boolean differsMateriallyFrom(Totals other) {
            long difference = Math.abs(gains - other.gains) + Math.abs(losses - other.losses);
            return difference > Math.max(COIN, (other.gains + other.losses) / 10);
        }
    }

    static CorrectionPreview impossible(String objection) {
        return new CorrectionPreview(Map.of(), List.of(), objection);
    }

    public Totals totals() {
        return totals(effects.values());
    }

    static Totals totals(Collection<Money> effects) {
        long gains = 0;
        long losses = 0;
        int customers = 0;
        for (Money effect : effects) {
            long amount = effect.tenThousandths();
            gains += Math.max(0, amount);
            losses += Math.max(0, -amount);
            customers += amount == 0 ? 0 : 1;
        }
        return new Totals(gains, losses, customers);
    }
}
