package touchline.market.correction;

import org.jspecify.annotations.Nullable;
import touchline.market.approval.ApprovalDecision;
import touchline.market.approval.ApprovalRequest;

/**
 * A correction that an operator has requested.
 *
 * @param needsApproval whether another operator has to approve it, as its requester's corrections of 24 hours were above the configured size together
 * @param totals of the preview that its requester saw
 * @param decision null while it is open
 */
public record Correction(
        long id,
        CorrectionTarget target,
        State state,
        boolean needsApproval,
        CorrectionPreview.Totals totals,
        ApprovalRequest request,
        @Nullable ApprovalDecision decision) {

    /** The state of a correction. */
    public enum State {
        /** It waits for another operator. */
        REQUESTED,
        /** Nobody approved it in time. */
        EXPIRED,
        /** It is to be executed: its run has not settled the match yet, its node died in between, or the market did not decide. Approving it again executes it. */
        APPROVED,
        DONE,
        REFUSED,
        /** The market refused it, or its run could not begin in time. */
        FAILED
    }

    /** Its reference in the ledger; the order that cancels another one has its own. */
    public String reference() {
        return "correction " + id;
    }
}
