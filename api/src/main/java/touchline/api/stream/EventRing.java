package touchline.api.stream;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.news.News;
import touchline.market.news.NewsItem;
import touchline.market.news.StreamOffset;

/** The latest events, in the order in which this node read them. One thread adds, any thread may read. */
final class EventRing {
    private static final StreamFilter PUBLIC_EVENTS = new StreamFilter(null, null);

    /** Chunks end at multiples of this, so that listeners who are behind by different amounts come to share them. */
    private static final int CHUNK_EVENTS = 256;

    private static final int CHUNKS = 32;

    /** A client of a WebSocket may refuse messages that are much larger. */
    private static final int LATEST_BYTES = 48 * 1024;

    private static final int LATEST = 8;

    private final AtomicReferenceArray<BufferedEvent> kept;
    private final Map<InstrumentId, BufferedEvent> lastPrices = new ConcurrentHashMap<>();
    private final StreamOffset begin;
    private final Map<InstrumentId, Integer> numbers = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<SharedChunk> joined = new AtomicReferenceArray<>(CHUNKS);
    private final AtomicReferenceArray<LatestChunk> latest = new AtomicReferenceArray<>(LATEST);
    private final AtomicInteger nextLatest = new AtomicInteger();
    private volatile StreamOffset offset;
    private volatile long head;

    /** A chunk without prices that were replaced before the head. */
    private record LatestChunk(long head, SharedChunk chunk) {}

    /**
     * An empty ring.
     *
     * @param size its capacity
     * @param begin the offset before its first event
     */
    EventRing(int size, StreamOffset begin) {
        this.kept = new AtomicReferenceArray<>(size);
        this.begin = begin;
        this.offset = begin;
    }

    void add(List<NewsItem> items) {
        long at = head;
        long now = System.nanoTime();
        StreamOffset last = offset;
        for (NewsItem item : items) {
            last = last.after(item);
            News.Priced priced = item.news() instanceof News.Priced price ? price : null;
            int number = priced == null ? -1 : numberOf(priced.instrument());
            BufferedEvent event = new BufferedEvent(at, item, last, number, now);
            if (priced != null) {
                BufferedEvent before = lastPrices.put(priced.instrument(), event);
                if (before != null) {
                    before.supersede(at);
                }
            }
            kept.set((int) (at % kept.length()), event);
            at++;
        }
        offset = last;
        head = at;
    }

    /** Numbers instruments from 0, so that a listener can keep its own in a set of bits. */
    int numberOf(InstrumentId instrument) {
        Integer known = numbers.get(instrument);
        return known != null ? known : added(instrument);
    }

    private synchronized int added(InstrumentId instrument) {
        Integer known = numbers.putIfAbsent(instrument, numbers.size());
        return known != null ? known : numbers.size() - 1;
    }

    /** The index of the next event. */
    long head() {
        return head;
    }

    /** The lowest index that it still has. */
    long tail() {
        return Math.max(0, head - kept.length());
    }

    /** Null if the ring no longer has it, or does not have it yet. */
    @Nullable
    BufferedEvent get(long index) {
        BufferedEvent event = kept.get((int) (index % kept.length()));
        return event != null && event.index() == index ? event : null;
    }

    /** The offset of a client at this index; null if it is no longer known. */
    @Nullable
    StreamOffset offsetAt(long index) {
        if (index == 0) {
            return begin;
        }
        BufferedEvent before = get(index - 1);
        return before == null ? null : before.offset();
    }

    /** The first index whose event the offset may not cover. */
    long firstAfter(StreamOffset known) {
        long low = tail();
        long high = head;
        while (low < high) {
            long middle = (low + high) >>> 1;
            BufferedEvent event = get(middle);
            if (event == null || known.covers(event.offset())) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * The public events from an index on, as one chunk that all connections at this index share.
     *
     * @param head where it ends, unless it is full before
     * @return null if the ring no longer has all of it, or if all events are private
     */
    @Nullable
    SharedChunk joined(long from, long head, EventFrames frames) {
        int place = (int) (from / CHUNK_EVENTS % CHUNKS);
        long end = Math.min(head, (from / CHUNK_EVENTS + 1) * CHUNK_EVENTS);
        SharedChunk last = joined.get(place);
        if (last != null && last.from() == from && last.to() == end) {
            return last;
        }
        SharedChunk made = chunk(from, end, frames, event -> true, Integer.MAX_VALUE);
        if (made != null) {
            joined.set(place, made);
        }
        return made;
    }

    /**
     * The next public events from an index to the head without prices that newer ones have replaced, as one chunk that all connections share that miss the
     * same of them.
     *
     * @return null if the ring no longer has all of it, or if all events are private
     */
    @Nullable
    SharedChunk latest(long from, long head, EventFrames frames) {
        for (int place = 0; place < LATEST; place++) {
            LatestChunk known = latest.get(place);
            if (known != null && known.head() == head && known.chunk().isMissedBy(from)) {
                return known.chunk();
            }
        }
        SharedChunk made = chunk(from, head, frames, event -> !event.isSupersededBefore(head), LATEST_BYTES);
        if (made != null) {
            latest.set(Math.floorMod(nextLatest.getAndIncrement(), LATEST), new LatestChunk(head, made));
        }
        return made;
    }

    private @Nullable SharedChunk chunk(
            long from, long end, EventFrames frames, Predicate<BufferedEvent> isSent, int mostBytes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BufferedEvent first = null;
        BufferedEvent last = null;
        long at = from;
        for (; at < end && bytes.size() < mostBytes; at++) {
            BufferedEvent event = get(at);
            if (event == null) {
                return null;
            }
            if (isSent.test(event) && PUBLIC_EVENTS.wants(event.item().news())) {
                bytes.writeBytes(event.frame(frames));
                first = first == null ? event : first;
                last = event;
            }
        }
        return first == null || last == null
                ? null
                : new SharedChunk(from, first.index(), at, last.offset(), bytes.toByteArray());
    }

    /** The last price of each instrument that changed from an index on, in order. */
    List<BufferedEvent> pricesSince(long index) {
        return lastPrices.values().stream()
                .filter(event -> event.index() >= index)
                .sorted((one, other) -> Long.compare(one.index(), other.index()))
                .toList();
    }
}
