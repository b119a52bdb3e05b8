package touchline.market.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import touchline.market.outbox.entry.EncodedEntry;

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
