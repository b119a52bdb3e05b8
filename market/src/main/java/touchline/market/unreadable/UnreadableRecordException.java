package touchline.market.unreadable;

/** A single record was asked for and can't be read; it has been noted. */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableRecordException(String subject, RuntimeException cause) {
        super(subject + " can't be read: " + cause.getMessage(), cause);
    }
}
