package touchline.market.correction;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A correction that an operator has requested.
 *
 * @param needsApproval whether another operator has to approve it, as it was above the configured size
 * @param totals of the preview that its requester saw
 * @param decision null while it is open
 */
public record Correction(
        long id,
        CorrectionTarget target,
        State state,
        boolean needsApproval,
        CorrectionPreview.Totals totals,
        Request request,
        @Nullable Decision decision) {

    /** The state of a correction. */
    public enum State {
        /** It waits for another operator. */
        REQUESTED,
        /** Nobody approved it in time. */
        EXPIRED,
        /** It is to be executed: its node died in between, or the market did not decide. Approving it again executes it. */
        APPROVED,
        DONE,
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

    /** Its reference in the ledger. */
    public String reference() {
        return "correction " + id;
    }
}
