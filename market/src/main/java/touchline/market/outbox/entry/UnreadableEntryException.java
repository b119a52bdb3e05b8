package touchline.market.outbox.entry;

/** An entry that no script of the market can have written. The message names the entry and the field. */
public final class UnreadableEntryException extends RuntimeException {
    UnreadableEntryException(String message) {
        super(message, null, false, false);
    }
}
