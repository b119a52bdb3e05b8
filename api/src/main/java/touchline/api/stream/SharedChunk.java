package touchline.api.stream;

import touchline.market.news.StreamOffset;

/** The public events between two indexes of the ring, encoded as one chunk. */
final class SharedChunk {
    private final long from;
    private final long to;
    private final StreamOffset mark;
    private final byte[] bytes;

    /**
     * A chunk.
     *
     * @param mark the offset of a client that has received it
     * @param bytes must not change
     */
    SharedChunk(long from, long to, StreamOffset mark, byte[] bytes) {
        this.from = from;
        this.to = to;
        this.mark = mark;
        this.bytes = bytes;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    StreamOffset mark() {
        return mark;
    }

    /** Shared: not to be changed. */
    byte[] bytes() {
        return bytes;
    }
}
