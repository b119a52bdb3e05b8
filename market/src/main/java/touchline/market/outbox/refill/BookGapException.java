package touchline.market.outbox.refill;

/** Postgres has lost entries that Redis no longer keeps: nothing may be applied after the gap. */
public final class BookGapException extends RuntimeException {
    BookGapException(String message) {
        super(message, null, false, false);
    }
}
