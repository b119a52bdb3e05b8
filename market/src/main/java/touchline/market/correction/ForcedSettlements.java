package touchline.market.correction;

import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Money;
import touchline.market.settlement.SettlementKind;
import touchline.market.wallet.UserId;

/** Settlements that an admin forces alone. They are recorded as corrections, so that they count as such. Thread-safe. */
public final class ForcedSettlements {
    private final Jdbi jdbi;
    private final SoloAllowance allowance;

    public ForcedSettlements(Jdbi jdbi, SoloAllowance allowance) {
        this.jdbi = jdbi;
        this.allowance = allowance;
    }

    /** Records whether the corrections that settle a fixture are done, after a run that settled it or was refused. Safe to call again. */
    public void conclude(FixtureId fixture) {
        jdbi.useTransaction(book -> CorrectionRepository.concludeSettlements(book, fixture));
    }

    /**
     * Records a settlement as approved, within the transaction that requests it.
     *
     * @param effects what it makes final for each user, negative for a loss
     * @return why another operator has to approve it, as a sentence without its full stop; empty where it is recorded
     */
    public Optional<String> record(
            Handle book,
            FixtureId fixture,
            SettlementKind kind,
            Map<UserId, Money> effects,
            CorrectionRepository.Requester requester) {
        CorrectionPreview.Totals totals = CorrectionPreview.totals(effects.values());
        CorrectionRepository.lockRequester(book, requester.by());
        SoloAllowance.Allowance allowed = allowance.of(book, requester.by());
        if (allowed.isExceededBy(totals)) {
            return Optional.of("It moves " + totals.size() + " coins; you have corrected " + allowed.used() + " of "
                    + allowed.limit() + " alone within 24 hours. Request it as a correction of the kind "
                    + CorrectionKind.of(kind) + ", for another operator to approve");
        }
        CorrectionTarget target =
                new CorrectionTarget(CorrectionKind.of(kind), fixture.value(), null, null, null, null);
        CorrectionRepository.add(book, target, totals, false, requester);
        return Optional.empty();
    }
}
