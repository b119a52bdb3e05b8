package touchline.market.outbox;

import java.util.function.Supplier;

/** The two streams of the outbox. */
enum OutboxStream {
    TRADES("outbox:trades", TradesBatch::new),
    TICKS("outbox:ticks", TicksBatch::new);

    private final String key;
    private final Supplier<Batch> batches;

    OutboxStream(String key, Supplier<Batch> batches) {
        this.key = key;
        this.batches = batches;
    }

    String key() {
        return key;
    }

    Batch newBatch() {
        return batches.get();
    }
}
