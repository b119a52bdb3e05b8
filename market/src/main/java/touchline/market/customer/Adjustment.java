package touchline.market.customer;

import org.jspecify.annotations.Nullable;
import touchline.market.approval.ApprovalDecision;
import touchline.market.approval.ApprovalRequest;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;

/**
 * A movement of money between the house and a user's cash that one admin has requested and another one decides.
 *
 * @param amount positive to the user
 * @param decision null while it is open
 */
public record Adjustment(
        long id,
        UserId user,
        Money amount,
        State state,
        ApprovalRequest request,
        @Nullable ApprovalDecision decision) {

    /** The state of an adjustment. */
    public enum State {
        /** It waits for another admin. */
        REQUESTED,
        /** Nobody approved it in time. */
        EXPIRED,
        /** It is approved, and the money has not moved yet: approving it again moves it. */
        APPROVED,
        BOOKED,
        REFUSED,
        /** The market refused it. */
        FAILED
    }

    /** The reference of its movement in the ledger. */
    public String reference() {
        return "adjustment " + id;
    }
}
