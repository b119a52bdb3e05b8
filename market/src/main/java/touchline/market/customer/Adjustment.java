package touchline.market.customer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
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
        Request request,
        @Nullable Decision decision) {

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

    /** Who requested it, why, when, and until when it can be approved. */
    public record Request(String by, String reason, Instant at, Instant expiresAt) {}

    /**
     * Who approved or refused it.
     *
     * @param failure the slug with which the market refused it; null otherwise
     */
    public record Decision(String by, Instant at, @Nullable String failure) {}

    /** The reference of its movement in the ledger. */
    public String reference() {
        return "adjustment " + id;
    }
}
