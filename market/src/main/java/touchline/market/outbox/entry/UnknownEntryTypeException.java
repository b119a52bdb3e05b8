package touchline.market.outbox.entry;

/** An entry of a type that this version doesn't know. A newer version can apply it, so it is no dead letter. */
public final class UnknownEntryTypeException extends RuntimeException {
    UnknownEntryTypeException(String message) {
        super(message, null, false, false);
    }
}
