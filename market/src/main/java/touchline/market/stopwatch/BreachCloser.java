package touchline.market.stopwatch;

import touchline.market.lease.Lease;
import touchline.market.money.Price;
import touchline.market.position.CloseOutcome;
import touchline.market.position.CloseReason;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;

/** Closes positions in the name of a lease, for as long as it is held. */
final class BreachCloser {
    private final Positions positions;
    private final Lease lease;

    BreachCloser(Positions positions, Lease lease) {
        this.positions = positions;
        this.lease = lease;
    }

    /** A position and the tick that breaches it. */
    record Breached(PositionId position, CloseReason reason, long seq, Price price) {}

    /** The lease has run out or is somebody else's: nothing that is known here may be acted on. */
    static final class LeaseLost extends RuntimeException {
        LeaseLost(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Closes a position.
     *
     * @throws LeaseLost if that is no longer ours to do
     */
    CloseOutcome close(Breached breach) {
        if (!lease.isHeld()) {
            throw new LeaseLost("the lease has run out");
        }
        CloseOutcome outcome = positions.closeBreached(
                breach.position(), breach.reason(), breach.seq(), breach.price(), lease.fence());
        if (outcome instanceof CloseOutcome.Fenced) {
            throw new LeaseLost("fenced: somebody else has held the lease since");
        }
        return outcome;
    }
}
