package touchline.api.ops.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.approval.ApprovalDecision;
import touchline.market.customer.Adjustment;

/**
 * An adjustment of a customer's cash.
 *
 * @param amount positive to the customer
 * @param decidedBy the admin who approved or refused it; null while it is open
 * @param failure the problem with which the market refused it; null otherwise
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Adjustment")
record AdjustmentView(
        String id,
        String userId,
        String amount,
        Adjustment.State state,
        String requestedBy,
        String reason,
        Instant requestedAt,
        Instant expiresAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String failure) {

    static AdjustmentView of(Adjustment one) {
        ApprovalDecision decision = one.decision();
        return new AdjustmentView(
                Long.toString(one.id()),
                one.user().value(),
                one.amount().toString(),
                one.state(),
                one.request().by(),
                one.request().reason(),
                one.request().at(),
                one.request().expiresAt(),
                decision == null ? null : decision.by(),
                decision == null ? null : decision.at(),
                decision == null ? null : decision.failure());
    }
}
