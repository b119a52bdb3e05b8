package touchline.api.stream;

import org.jspecify.annotations.Nullable;
import touchline.market.news.NewsItem;
import touchline.market.news.StreamOffset;

/** An event in the ring. Its bytes are made at the first use and shared by all connections. Thread-safe. */
final class BufferedEvent {
    private final long index;
    private final NewsItem item;
    private final StreamOffset offset;
    private final int instrument;
    private final long addedAt;
    private volatile long supersededAt = Long.MAX_VALUE;
    private volatile byte @Nullable [] frame;

    /**
     * An event.
     *
     * @param instrument the ring's number of the instrument whose price it is; negative if it is no price
     * @param addedAt when this node read it, by {@link System#nanoTime}
     */
    BufferedEvent(long index, NewsItem item, StreamOffset offset, int instrument, long addedAt) {
        this.index = index;
        this.item = item;
        this.offset = offset;
        this.instrument = instrument;
        this.addedAt = addedAt;
    }

    /** The ring's number of the instrument whose price it is; negative if it is no price. */
    int instrument() {
        return instrument;
    }

    /** Its index, counted from the first event that the ring held. */
    long index() {
        return index;
    }

    /** When this node read it, by {@link System#nanoTime}. */
    long addedAt() {
        return addedAt;
    }

    NewsItem item() {
        return item;
    }

    /** The offset of a client that has received it. */
    StreamOffset offset() {
        return offset;
    }

    /** Records the index of a newer price of the same instrument. */
    void supersede(long at) {
        supersededAt = at;
    }

    /** Whether it is a price that was replaced before the index. */
    boolean isSupersededBefore(long there) {
        return supersededAt < there && instrument >= 0;
    }

    /** The event without an id; not cached, as few need it. */
    byte[] body(EventFrames frames) {
        return frames.body(item.news());
    }

    byte[] frame(EventFrames frames) {
        byte[] made = frame;
        if (made == null) {
            made = EventFrames.frame(offset, body(frames));
            frame = made;
        }
        return made;
    }
}
