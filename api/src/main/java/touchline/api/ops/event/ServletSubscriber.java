package touchline.api.ops.event;

import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import touchline.api.operator.AccessCheck;
import touchline.api.sse.EventWriter;

/** A subscriber at the other end of a request. Events that it does not read in time are queued, up to 2 MiB; then it is disconnected. */
final class ServletSubscriber implements OpsEventStream.Subscriber {
    private static final int MOST_BYTES = 2 * 1024 * 1024;

    private final EventWriter writer;
    private final AccessCheck access;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;

    /**
     * A subscriber that receives nothing before {@link #begin}.
     *
     * @param gone called when the client has left
     */
    ServletSubscriber(AsyncContext request, AccessCheck access, Consumer<OpsEventStream.Subscriber> gone)
            throws IOException {
        this.writer = new EventWriter(request, this::next, () -> gone.accept(this));
        this.access = access;
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
    public boolean isStillAllowed() {
        return access.isAllowed();
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
