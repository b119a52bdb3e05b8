package touchline.api.stream;

import touchline.market.news.StreamOffset;

/** Some of what is everybody's, from one index of the ring to another, as one piece. */
final class SharedChunk {
    private final long from;
    private final long to;
    private final StreamOffset mark;
    private final byte[] bytes;

    /**
     * A piece.
     *
     * @param mark up to where one has been told with it
     * @param bytes are not changed any more
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

    /** Shared: to be written, and nothing else. */
    byte[] bytes() {
        return bytes;
    }
}
