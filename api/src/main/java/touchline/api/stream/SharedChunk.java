package touchline.api.stream;

import touchline.market.news.StreamOffset;

/** The public events between two indexes of the ring, encoded as one chunk. */
final class SharedChunk {
    private final long from;
    private final long to;
    private final StreamOffset offset;
    private final byte[] bytes;

    /**
     * A chunk.
     *
     * @param offset the offset of a client that has received it
     * @param bytes must not change
     */
    SharedChunk(long from, long to, StreamOffset offset, byte[] bytes) {
        this.from = from;
        this.to = to;
        this.offset = offset;
        this.bytes = bytes;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    StreamOffset offset() {
        return offset;
    }

    /** Shared: not to be changed. */
    byte[] bytes() {
        return bytes;
    }
}
