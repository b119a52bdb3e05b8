package touchline.api.ops.event;

import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import touchline.api.operator.AccessCheck;
import touchline.api.sse.EventWriter;

/** A reader at the other end of a request. Nothing waits for him: what he doesn't take in time is queued, within bounds, and then he is given up. */
final class ServletSubscriber implements OpsEventStream.Reader {
    private static final int MOST_BYTES = 2 * 1024 * 1024;

    private final EventWriter writer;
    private final AccessCheck standing;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;

    /**
     * A reader who is told nothing before {@link #begin}.
     *
     * @param gone is told when he has left by himself
     */
    ServletSubscriber(AsyncContext request, AccessCheck standing, Consumer<OpsEventStream.Reader> gone)
            throws IOException {
        this.writer = new EventWriter(request, this::next, () -> gone.accept(this));
        this.standing = standing;
    }

    void begin() {
        writer.begin();
    }

    @Override
    public boolean take(byte[] frames) {
        synchronized (waiting) {
            if (waitingBytes > 0 && waitingBytes + frames.length > MOST_BYTES) {
                return false;
            }
            waiting.add(frames);
            waitingBytes += frames.length;
        }
        return writer.write();
    }

    @Override
    public boolean isWelcome() {
        return standing.holds();
    }

    @Override
    public void end() {
        writer.end();
    }

    private byte @Nullable [] next() {
        synchronized (waiting) {
            byte[] next = waiting.poll();
            if (next != null) {
                waitingBytes -= next.length;
            }
            return next;
        }
    }
}
