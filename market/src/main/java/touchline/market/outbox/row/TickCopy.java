package touchline.market.outbox.row;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Ticks in the binary format of {@code COPY} (PostgreSQL documentation, COPY, "Binary Format"): four columns of type bigint. */
public final class TickCopy {
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int COLUMNS = 4;
    private static final int ROW_BYTES = Short.BYTES + COLUMNS * (Integer.BYTES + Long.BYTES);
    private static final int HEADER_BYTES = SIGNATURE.length + 2 * Integer.BYTES;

    private ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + 256 * ROW_BYTES + Short.BYTES);

    public TickCopy() {
        bytes.put(SIGNATURE).putInt(0).putInt(0); // no flags, no extension
    }

    public void add(long instrument, long seq, long price, long at) {
        if (bytes.remaining() < ROW_BYTES + Short.BYTES) {
            ByteBuffer larger = ByteBuffer.allocate(2 * bytes.capacity());
            bytes = larger.put(bytes.flip());
        }
        bytes.putShort((short) COLUMNS);
        put(instrument);
        put(seq);
        put(price);
        put(at);
    }

    public boolean isEmpty() {
        return bytes.position() == HEADER_BYTES;
    }

    /** All rows, with header and trailer. */
    public InputStream stream() {
        ByteBuffer whole = bytes.duplicate().putShort((short) -1);
        return new ByteArrayInputStream(whole.array(), whole.arrayOffset(), whole.position());
    }

    private void put(long value) {
        bytes.putInt(Long.BYTES).putLong(value);
    }
}
