package touchline.market.outbox;

/** The two streams of the outbox. */
enum OutboxStream {
    TRADES("outbox:trades"),
    TICKS("outbox:ticks");

    private final String key;

    OutboxStream(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    Batch newBatch() {
        return switch (this) {
            case TRADES -> new TradesBatch();
            case TICKS -> new TicksBatch();
        };
    }
}
