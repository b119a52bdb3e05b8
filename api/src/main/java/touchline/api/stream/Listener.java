package touchline.api.stream;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.market.news.StreamOffset;

/**
 * Somebody who listens: a place in the ring, and what he wants of it. He holds no events of his own, so being slow costs nobody anything: what has waited for
 * too long he is told without the prices that newer ones have replaced, and once the ring has passed him by, only where prices stand now and that he missed
 * something. Asked by one thread at a time.
 */
final class Listener {
    /** Whoever is further behind than this, in events of the whole market, gets the latest prices only. */
    static final int SLOW_BEYOND = 4_096;

    private static final int CHUNK_BYTES = 16 * 1024;

    private final EventRing ring;
    private final EventFrames frames;
    private final StreamFilter interest;
    private final long pingNanos;
    private final Deque<byte[]> first = new ArrayDeque<>();
    private long cursor;
    private long toldWhole;
    private @Nullable StreamOffset known;
    private @Nullable StreamOffset lastSent;
    private volatile long spokenAt = System.nanoTime();

    Listener(EventRing ring, EventFrames frames, StreamFilter interest, long pingNanos) {
        this.ring = ring;
        this.frames = frames;
        this.interest = interest;
        this.pingNanos = pingNanos;
        this.cursor = ring.head();
        this.toldWhole = cursor;
    }

    StreamFilter interest() {
        return interest;
    }

    /**
     * Where he begins; before anything is asked of him.
     *
     * @param from an index of the ring
     * @param known what of the ring he has been told already; null where nothing
     * @param greeting what comes before that
     */
    void begin(long from, @Nullable StreamOffset known, List<byte[]> greeting) {
        this.cursor = from;
        this.toldWhole = ring.head(); // what he missed while he was away, he is told in full
        this.known = known;
        first.addAll(greeting);
    }

    /** What comes next; null where there is nothing. */
    byte @Nullable [] next() {
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
        boolean isSlow = head - cursor > SLOW_BEYOND;
        if (!isSlow && known == null && interest.isEverybodys()) {
            SharedChunk joined = ring.joined(cursor, head, CHUNK_BYTES, frames);
            if (joined != null) {
                cursor = joined.to();
                lastSent = joined.mark();
                return joined.bytes();
            }
        }
        ByteArrayOutputStream chunk = null;
        while (cursor < head) {
            BufferedEvent told = ring.get(cursor);
            if (told == null) {
                if (chunk != null) {
                    break; // that first; the next time he is told that he was passed by
                }
                return passedBy(head);
            }
            boolean replaced = isSlow && cursor >= toldWhole && told.isSupersededBefore(head);
            if (!replaced && interest.wants(told.item().news())) {
                byte[] frame = frame(told);
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

    /** Null where he knows it. */
    private byte @Nullable [] frame(BufferedEvent told) {
        StreamOffset before = known;
        if (before == null) {
            lastSent = told.mark();
            return told.frame(frames);
        }
        if (before.covers(told.item())) {
            return null;
        }
        if (told.mark().covers(before)) {
            known = null; // from here on he is where everyone is
            lastSent = told.mark();
            return told.frame(frames);
        }
        StreamOffset mark = told.mark().and(before);
        lastSent = mark;
        return EventFrames.frame(mark, told.body(frames));
    }

    /** The prices come without an id, and the mark last: whoever is cut off in between has to be told again. */
    private byte[] passedBy(long head) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes(frames.resync("you are too slow, and some of it is not kept here any more"));
        long missed = cursor;
        cursor = head;
        known = null;
        for (BufferedEvent price : ring.pricesSince(missed)) {
            if (price.index() < head && interest.wants(price.item().news())) {
                chunk.writeBytes(price.body(frames));
            }
        }
        StreamOffset mark = ring.markAt(head);
        if (mark != null) {
            lastSent = mark;
            chunk.writeBytes(EventFrames.mark(mark));
        }
        return chunk.toByteArray();
    }

    /** With where he is now, so that he needn't go back far when he comes again after a quiet hour. */
    private byte[] ping() {
        StreamOffset mark = ring.markAt(cursor);
        StreamOffset before = known;
        StreamOffset now = mark == null || before == null ? mark : mark.and(before);
        if (now == null || now.equals(lastSent)) {
            return EventFrames.ping(null);
        }
        lastSent = now;
        return EventFrames.ping(now);
    }
}
