package touchline.market.outbox.row;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * New rows on their way into one table, in the binary format of {@code COPY} (PostgreSQL documentation, COPY, "Binary Format"). It costs
 * Postgres less than an {@code INSERT} of as many rows. Each row starts with {@link #row} and then gives its columns in their order.
 */
public final class CopyRows {
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int HEADER_BYTES = SIGNATURE.length + 2 * Integer.BYTES;
    private static final int NULL = -1;
    /** Postgres counts microseconds from here. */
    private static final long EPOCH_MILLIS =
            Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

    private final String statement;
    private final short columns;
    private ByteBuffer bytes = ByteBuffer.allocate(16_384);

    /**
     * Rows of a table.
     *
     * @param columns the names that the rows give, separated by commas; the others get their defaults
     */
    public CopyRows(String table, String columns) {
        this.statement = "COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)";
        this.columns = (short) columns.split(",", -1).length;
        bytes.put(SIGNATURE).putInt(0).putInt(0); // no flags, no extension
    }

    /** Begins a row. */
    public CopyRows row() {
        room(Short.BYTES).putShort(columns);
        return this;
    }

    /** A column of type {@code bigint}. */
    public CopyRows bigint(long value) {
        room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
        return this;
    }

    /** A column of type {@code bigint} that may be null. */
    public CopyRows bigint(@Nullable Long value) {
        return value == null ? none() : bigint(value.longValue());
    }

    /** A column of type {@code int}. */
    public CopyRows integer(int value) {
        room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(value);
        return this;
    }

    /** A column of type {@code text}. */
    public CopyRows text(@Nullable String value) {
        if (value == null) {
            return none();
        }
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + encoded.length).putInt(encoded.length).put(encoded);
        return this;
    }

    /**
     * A column of type {@code timestamptz}.
     *
     * @param millis since 1970
     * @throws ArithmeticException if it does not fit in 64 bits
     */
    public CopyRows time(long millis) {
        return bigint(Math.multiplyExact(Math.subtractExact(millis, EPOCH_MILLIS), 1_000L));
    }

    private CopyRows none() {
        room(Integer.BYTES).putInt(NULL);
        return this;
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more + Short.BYTES) { // the trailer has room too
            bytes = ByteBuffer.allocate(2 * bytes.capacity() + more).put(bytes.flip());
        }
        return bytes;
    }

    /** Adds the rows to the table; nothing if there are none. */
    public void copy(Connection connection) throws SQLException {
        if (bytes.position() == HEADER_BYTES) {
            return;
        }
        ByteBuffer whole = bytes.duplicate().putShort((short) -1);
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(statement, new ByteArrayInputStream(whole.array(), whole.arrayOffset(), whole.position()));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory are always read", e);
        }
    }
}
