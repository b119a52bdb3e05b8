package touchline.api.stream;

import touchline.market.news.StreamOffset;

/** The public events between two indexes of the ring, or the latest of them, encoded as one chunk. */
final class SharedChunk {
    private final long from;
    private final long first;
    private final long to;
    private final StreamOffset offset;
    private final byte[] bytes;

    /**
     * A chunk.
     *
     * @param first the index of its first event: who begins between {@code from} and this one misses the same
     * @param offset the offset of a client that has received it
     * @param bytes must not change
     */
    SharedChunk(long from, long first, long to, StreamOffset offset, byte[] bytes) {
        this.from = from;
        this.first = first;
        this.to = to;
        this.offset = offset;
        this.bytes = bytes;
    }

    long from() {
        return from;
    }

    /** Whether it is what a client at this index misses. */
    boolean isMissedBy(long index) {
        return from <= index && index <= first;
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
