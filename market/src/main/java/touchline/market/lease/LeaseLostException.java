package touchline.market.lease;

/** Another holder has the lease, or had it since: nothing more may be done under its token. */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LeaseLostException(String message) {
        super(message);
    }
}
