package touchline.market.spinner;

/** A week is over, but the book doesn't have all of it yet. Drawn from half a week, the wrong one might win; so it waits. */
final class BookBehindException extends RuntimeException {
    BookBehindException(String message) {
        super(message);
    }
}
