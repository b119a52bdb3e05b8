package touchline.market.outbox;

import touchline.market.key.Keys;

/** The two streams of the outbox. */
public enum OutboxStream {
    TRADES(Keys.OUTBOX_TRADES),
    TICKS(Keys.OUTBOX_TICKS);

    private final String key;

    OutboxStream(String key) {
        this.key = key;
    }

    /** Its key in Redis, and its name in the book. */
    public String key() {
        return key;
    }

    Batch newBatch() {
        return switch (this) {
            case TRADES -> new TradesBatch();
            case TICKS -> new TicksBatch();
        };
    }
}
