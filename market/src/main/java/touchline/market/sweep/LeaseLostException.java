package touchline.market.sweep;

/** Somebody else has the lease, or had it since: nothing more may be done in its name. */
public final class LeaseLostException extends RuntimeException {
    LeaseLostException(String message) {
        super(message);
    }
}
