package touchline.api.stream;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.news.News;
import touchline.market.news.NewsItem;
import touchline.market.news.StreamOffset;

/** The last of what there was to tell, in the order in which this node heard it. One thread adds to it, any may read. */
final class EventRing {
    private static final StreamFilter EVERYBODYS = new StreamFilter(null, null);

    private final AtomicReferenceArray<BufferedEvent> kept;
    private final Map<InstrumentId, BufferedEvent> lastPrices = new ConcurrentHashMap<>();
    private final StreamOffset begin;
    private volatile @Nullable SharedChunk lastJoined;
    private volatile StreamOffset mark;
    private volatile long head;

    /**
     * A ring that is empty.
     *
     * @param size how many it keeps
     * @param begin where the first of them comes after
     */
    EventRing(int size, StreamOffset begin) {
        this.kept = new AtomicReferenceArray<>(size);
        this.begin = begin;
        this.mark = begin;
    }

    void add(List<NewsItem> items) {
        long at = head;
        StreamOffset last = mark;
        for (NewsItem item : items) {
            last = last.after(item);
            BufferedEvent told = new BufferedEvent(at, item, last);
            if (item.news() instanceof News.Priced priced) {
                BufferedEvent before = lastPrices.put(priced.instrument(), told);
                if (before != null) {
                    before.supersede(at);
                }
            }
            kept.set((int) (at % kept.length()), told);
            at++;
        }
        mark = last;
        head = at;
    }

    /** The index of what comes next. */
    long head() {
        return head;
    }

    /** The lowest index that is still kept. */
    long tail() {
        return Math.max(0, head - kept.length());
    }

    /** Null where it isn't kept any more, or hasn't come. */
    @Nullable
    BufferedEvent get(long index) {
        BufferedEvent told = kept.get((int) (index % kept.length()));
        return told != null && told.index() == index ? told : null;
    }

    /** Up to where whoever comes to this index has been told; null where that isn't known any more. */
    @Nullable
    StreamOffset markAt(long index) {
        if (index == 0) {
            return begin;
        }
        BufferedEvent before = get(index - 1);
        return before == null ? null : before.mark();
    }

    /** The first index at which there may be something that a mark doesn't cover. */
    long firstAfter(StreamOffset known) {
        long low = tail();
        long high = head;
        while (low < high) {
            long middle = (low + high) >>> 1;
            BufferedEvent told = get(middle);
            if (told == null || known.covers(told.mark())) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * What everybody is told from an index on, as one piece that all who are there share.
     *
     * @param head where it ends, unless it is more than {@code most} bytes before
     * @return null where some of it isn't kept any more, or all of it is somebody's own
     */
    @Nullable
    SharedChunk joined(long from, long head, int most, EventFrames frames) {
        SharedChunk last = lastJoined;
        if (last != null && last.from() == from && last.to() <= head) {
            return last;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StreamOffset end = null;
        long to = from;
        while (to < head && bytes.size() < most) {
            BufferedEvent told = get(to);
            if (told == null) {
                return null;
            }
            if (EVERYBODYS.wants(told.item().news())) {
                bytes.writeBytes(told.frame(frames));
                end = told.mark();
            }
            to++;
        }
        if (end == null) {
            return null;
        }
        SharedChunk joined = new SharedChunk(from, to, end, bytes.toByteArray());
        lastJoined = joined;
        return joined;
    }

    /** The last price of each instrument that had one from some index on, in their order. */
    List<BufferedEvent> pricesSince(long index) {
        return lastPrices.values().stream()
                .filter(told -> told.index() >= index)
                .sorted((one, other) -> Long.compare(one.index(), other.index()))
                .toList();
    }
}
