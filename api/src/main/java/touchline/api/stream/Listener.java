package touchline.api.stream;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.news.StreamOffset;

/**
 * A stream client: its position in the ring, and its filter. It holds no events of its own, so a slow client costs nothing: if it is far or long behind, it
 * receives no prices that newer ones have replaced; if the ring has overwritten its position, it receives the current prices and a {@code resync}.
 * Used by one thread at a time.
 */
public final class Listener {
    /** A client that is further behind, in events of the whole market, receives the latest prices only. */
    static final int SLOW_BEYOND = 4_096;

    /** A client that is less behind receives all prices, however long they have waited. */
    private static final int NEVER_SLOW_WITHIN = 256;

    private static final int CHUNK_BYTES = 16 * 1024;

    private final EventRing ring;
    private final EventFrames frames;
    private volatile StreamFilter filter;
    private final long pingNanos;
    private final long slowNanos;
    private volatile @Nullable BitSet prices;
    private final Deque<byte[]> first = new ArrayDeque<>();
    private long cursor;
    private long sentInFull;
    private @Nullable StreamOffset known;
    private @Nullable StreamOffset lastSent;
    private volatile long spokenAt = System.nanoTime();

    Listener(EventRing ring, EventFrames frames, StreamFilter filter, FanOut.Rules rules) {
        this.ring = ring;
        this.frames = frames;
        this.filter = filter;
        this.pingNanos = rules.pingEvery().toNanos();
        this.slowNanos = rules.slowAfter().toNanos();
        this.prices = prices(ring, filter);
        this.cursor = ring.head();
        this.sentInFull = cursor;
    }

    /** Null for those of all instruments. */
    private static @Nullable BitSet prices(EventRing ring, StreamFilter filter) {
        Set<InstrumentId> instruments = filter.instruments();
        if (instruments == null) {
            return null;
        }
        BitSet numbers = new BitSet();
        instruments.forEach(instrument -> numbers.set(ring.numberOf(instrument)));
        return numbers;
    }

    /** Most events are prices of other instruments, and every listener asks for every event. */
    private boolean wants(BufferedEvent event) {
        BitSet wanted = prices;
        return (wanted != null && event.instrument() >= 0)
                ? wanted.get(event.instrument())
                : filter.wants(event.item().news());
    }

    StreamFilter filter() {
        return filter;
    }

    /** Applies to the events that follow. */
    public void filter(StreamFilter next) {
        filter = next;
        prices = prices(ring, next);
    }

    /**
     * Sets the start; to be called first.
     *
     * @param from an index of the ring
     * @param known the offset of what the client has received already; null if nothing
     * @param greeting is sent before that
     */
    void begin(long from, @Nullable StreamOffset known, List<byte[]> greeting) {
        this.cursor = from;
        this.sentInFull = ring.head(); // what was missed while disconnected is sent in full
        this.known = known;
        first.addAll(greeting);
    }

    /** The next events, whole ones, as Server-Sent Events; null if there are none. */
    public byte @Nullable [] next() {
        byte[] greeting = first.poll();
        if (greeting != null) {
            spokenAt = System.nanoTime();
            return greeting;
        }
        byte[] chunk = chunk();
        if (chunk == null && System.nanoTime() - spokenAt > pingNanos) {
            chunk = ping();
        }
        if (chunk != null) {
            spokenAt = System.nanoTime();
        }
        return chunk;
    }

    private byte @Nullable [] chunk() {
        long head = ring.head();
        if (cursor >= head) {
            return null;
        }
        boolean isSlow = isSlow(head);
        if (known == null && filter.isEverybodys() && (!isSlow || cursor >= sentInFull)) {
            SharedChunk shared = isSlow ? ring.latest(cursor, head, frames) : ring.joined(cursor, head, frames);
            if (shared != null) {
                cursor = shared.to();
                lastSent = shared.offset();
                return shared.bytes();
            }
        }
        ByteArrayOutputStream chunk = null;
        while (cursor < head) {
            BufferedEvent event = ring.get(cursor);
            if (event == null) {
                if (chunk != null) {
                    break; // the overwritten position is handled by the next call
                }
                return passedBy(head);
            }
            boolean replaced = isSlow && cursor >= sentInFull && event.isSupersededBefore(head);
            if (!replaced && wants(event)) {
                byte[] frame = frame(event);
                if (frame != null) {
                    if (chunk == null) {
                        chunk = new ByteArrayOutputStream(Math.max(256, frame.length));
                    }
                    chunk.writeBytes(frame);
                }
            }
            cursor++;
            if (chunk != null && chunk.size() >= CHUNK_BYTES) {
                break;
            }
        }
        return chunk == null ? null : chunk.toByteArray();
    }

    private boolean isSlow(long head) {
        long behind = head - cursor;
        if (behind <= NEVER_SLOW_WITHIN || behind > SLOW_BEYOND) {
            return behind > SLOW_BEYOND;
        }
        BufferedEvent waiting = ring.get(cursor);
        return waiting != null && System.nanoTime() - waiting.addedAt() > slowNanos;
    }

    /** Null if the client has received it. */
    private byte @Nullable [] frame(BufferedEvent event) {
        StreamOffset before = known;
        if (before == null) {
            lastSent = event.offset();
            return event.frame(frames);
        }
        if (before.covers(event.item())) {
            return null;
        }
        if (event.offset().covers(before)) {
            known = null; // from here on its offset is that of all others
            lastSent = event.offset();
            return event.frame(frames);
        }
        StreamOffset offset = event.offset().and(before);
        lastSent = offset;
        return EventFrames.frame(offset, event.body(frames));
    }

    /** Prices are sent without an id and the offset last: a client that is cut off in between resumes before them. */
    private byte[] passedBy(long head) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes(frames.resync("you are too slow, and some of it is not kept here any more"));
        long missed = cursor;
        cursor = head;
        known = null;
        for (BufferedEvent price : ring.pricesSince(missed)) {
            if (price.index() < head && wants(price)) {
                chunk.writeBytes(price.body(frames));
            }
        }
        StreamOffset offset = ring.offsetAt(head);
        if (offset != null) {
            lastSent = offset;
            chunk.writeBytes(EventFrames.offset(offset));
        }
        return chunk.toByteArray();
    }

    /** Carries the current offset, so that a client resumes there after a quiet hour. */
    private byte[] ping() {
        StreamOffset offset = ring.offsetAt(cursor);
        StreamOffset before = known;
        StreamOffset now = offset == null || before == null ? offset : offset.and(before);
        if (now == null || now.equals(lastSent)) {
            return EventFrames.ping(null);
        }
        lastSent = now;
        return EventFrames.ping(now);
    }
}
