package touchline.market.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import touchline.market.key.Keys;
import touchline.market.outbox.entry.EncodedEntry;
import touchline.market.outbox.entry.EntryTypes;

/** The two streams of the outbox. */
public enum OutboxStream {
    TRADES(Keys.OUTBOX_TRADES, EntryTypes.TRADES),
    TICKS(Keys.OUTBOX_TICKS, EntryTypes.TICKS);

    private final String key;
    private final EntryTypes types;

    OutboxStream(String key, EntryTypes types) {
        this.key = key;
        this.types = types;
    }

    /** Its key in Redis, and its name in the book. */
    public String key() {
        return key;
    }

    /**
     * Returns the entries that come before the first one of an unknown type.
     *
     * @throws touchline.market.outbox.entry.UnknownEntryTypeException if that is the first one
     */
    List<EncodedEntry> known(List<EncodedEntry> entries) {
        return types.known(entries);
    }

    Batch newBatch() {
        return switch (this) {
            case TRADES -> new TradesBatch();
            case TICKS -> new TicksBatch();
        };
    }

    /** Entries of one stream, gathered so that few statements write them all; entries come in their order. */
    interface Batch {

        /**
         * Takes an entry in.
         *
         * @throws touchline.market.outbox.entry.UnreadableEntryException if it can't be what a script wrote; the batch is as it was
         */
        void add(EncodedEntry entry);

        /** Writes everything, within the caller's transaction. */
        void write(Connection connection) throws SQLException;
    }
}
