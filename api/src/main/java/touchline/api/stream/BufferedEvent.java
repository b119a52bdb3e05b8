package touchline.api.stream;

import org.jspecify.annotations.Nullable;
import touchline.market.news.News;
import touchline.market.news.NewsItem;
import touchline.market.news.StreamOffset;

/** A piece of news in the ring, with its bytes once somebody wants them: the same for everyone. Thread-safe. */
final class BufferedEvent {
    private final long index;
    private final NewsItem item;
    private final StreamOffset mark;
    private volatile long supersededAt = Long.MAX_VALUE;
    private volatile byte @Nullable [] frame;

    BufferedEvent(long index, NewsItem item, StreamOffset mark) {
        this.index = index;
        this.item = item;
        this.mark = mark;
    }

    /** Its place in the ring, counted from the first there ever was. */
    long index() {
        return index;
    }

    NewsItem item() {
        return item;
    }

    /** Up to where one has been told with it. */
    StreamOffset mark() {
        return mark;
    }

    /** A newer price of the same instrument has come. */
    void supersede(long at) {
        supersededAt = at;
    }

    /** Whether it is a price that is no longer the last one, seen from there. */
    boolean isSupersededBefore(long there) {
        return supersededAt < there && item.news() instanceof News.Priced;
    }

    /** Without an id; made anew for the few who need it so. */
    byte[] body(EventFrames frames) {
        return frames.body(item.news());
    }

    byte[] frame(EventFrames frames) {
        byte[] made = frame;
        if (made == null) {
            made = EventFrames.frame(mark, body(frames));
            frame = made;
        }
        return made;
    }
}
