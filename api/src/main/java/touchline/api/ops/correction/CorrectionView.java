package touchline.api.ops.correction;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.approval.ApprovalDecision;
import touchline.market.approval.ApprovalRequest;
import touchline.market.correction.Correction;
import touchline.market.correction.CorrectionKind;
import touchline.market.correction.CorrectionPreview;
import touchline.market.correction.CorrectionTarget;
import touchline.market.correction.SoloAllowance;
import touchline.market.money.Money;
import touchline.market.money.Price;

/**
 * A correction.
 *
 * @param shown the effect that its requester saw
 * @param decision null while it is open
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Correction")
record CorrectionView(
        String id,
        TargetView target,
        Correction.State state,
        boolean needsApproval,
        TotalsView shown,
        RequestView request,
        @Nullable DecisionView decision) {

    /** What is corrected; null where the kind has no such part. */
    @SchemaName("CorrectionTarget")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record TargetView(
            CorrectionKind kind,
            String subject,
            @Nullable String fixtureId,
            @Nullable String instrumentId,
            @Nullable String price) {

        private static TargetView of(CorrectionTarget target) {
            Long fixture = target.fixture();
            Long instrument = target.instrument();
            Long price = target.price();
            return new TargetView(
                    target.kind(),
                    target.subject(),
                    fixture == null ? null : fixture.toString(),
                    instrument == null ? null : instrument.toString(),
                    price == null ? null : Price.of(price).toString());
        }
    }

    /** What all who gain gain, and all who lose lose, in coins. */
    @SchemaName("CorrectionTotals")
    record TotalsView(String gains, String losses, int customers) {
        static TotalsView of(CorrectionPreview.Totals totals) {
            return new TotalsView(
                    Money.of(totals.gains()).toString(),
                    Money.of(totals.losses()).toString(),
                    totals.customers());
        }
    }

    @SchemaName("CorrectionRequester")
    record RequestView(String by, String reason, Instant at, Instant expiresAt) {}

    /**
     * Who decided.
     *
     * @param failure the problem with which the market refused it, or {@code approval-expired} where the run that settles could not begin in time; null otherwise
     */
    @SchemaName("CorrectionDecision")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record DecisionView(String by, Instant at, @Nullable String failure) {}

    /**
     * The effect of a correction now.
     *
     * @param allowance what the operator has corrected alone and may correct; null for a correction that is requested already
     * @param house what the house gains, negative for a loss
     * @param effects the customers whom it concerns most
     * @param prices what it does to prices, in words
     * @param objection why it can't be done; null where it can
     */
    @SchemaName("CorrectionPreview")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record PreviewOfCorrection(
            TotalsView totals,
            String house,
            boolean needsApproval,
            @Nullable AllowanceView allowance,
            List<EffectView> effects,
            List<String> prices,
            @Nullable String objection) {
        private static final int SHOWN = 50;

        /** A customer's gain, negative for a loss. */
        @SchemaName("CorrectionEffect")
        record EffectView(String userId, String amount) {}

        /**
         * The coins of an operator that need no approval of another.
         *
         * @param used what the operator has corrected alone within 24 hours
         * @param limit the most within 24 hours
         */
        @SchemaName("CorrectionAllowance")
        record AllowanceView(String used, String limit) {}

        static PreviewOfCorrection of(
                CorrectionPreview preview, boolean needsApproval, SoloAllowance.@Nullable Allowance allowance) {
            CorrectionPreview.Totals totals = preview.totals();
            return new PreviewOfCorrection(
                    TotalsView.of(totals),
                    Money.of(totals.losses() - totals.gains()).toString(),
                    needsApproval,
                    allowance == null
                            ? null
                            : new AllowanceView(
                                    allowance.used().toString(),
                                    allowance.limit().toString()),
                    preview.effects().entrySet().stream()
                            .limit(SHOWN)
                            .map(one -> new EffectView(
                                    one.getKey().value(), one.getValue().toString()))
                            .toList(),
                    preview.prices(),
                    preview.objection());
        }
    }

    static CorrectionView of(Correction one) {
        ApprovalRequest request = one.request();
        ApprovalDecision decision = one.decision();
        return new CorrectionView(
                Long.toString(one.id()),
                TargetView.of(one.target()),
                one.state(),
                one.needsApproval(),
                TotalsView.of(one.totals()),
                new RequestView(request.by(), request.reason(), request.at(), request.expiresAt()),
                decision == null ? null : new DecisionView(decision.by(), decision.at(), decision.failure()));
    }
}
