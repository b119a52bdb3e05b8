package touchline.market.outbox;

/** Redis knows less than the book: it has lost data and must be rebuilt ({@code touchline hydrate}) before anything goes on. */
final class DataLossException extends RuntimeException {
    DataLossException(String message) {
        super(message, null, false, false);
    }
}
