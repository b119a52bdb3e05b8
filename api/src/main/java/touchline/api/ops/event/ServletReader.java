package touchline.api.ops.event;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.operator.Standing;

/** A reader at the other end of a request. Nothing waits for him: what he doesn't take in time is queued, within bounds, and then he is given up. */
final class ServletReader implements Feed.Reader, WriteListener, AsyncListener {
    private static final Logger LOG = LoggerFactory.getLogger(ServletReader.class);
    private static final int MOST_BYTES = 2 * 1024 * 1024;

    private final AsyncContext request;
    private final ServletOutputStream out;
    private final Standing standing;
    private final Consumer<Feed.Reader> gone;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean begun;
    private boolean toFlush;
    private boolean over;

    /**
     * A reader who is told nothing before {@link #begin}.
     *
     * @param gone is told when he has left by himself
     */
    ServletReader(AsyncContext request, Standing standing, Consumer<Feed.Reader> gone) throws IOException {
        this.request = request;
        this.out = request.getResponse().getOutputStream();
        this.standing = standing;
        this.gone = gone;
    }

    void begin() {
        request.addListener(this);
        synchronized (this) {
            begun = true;
        }
        out.setWriteListener(this);
    }

    @Override
    public boolean take(byte[] frames) {
        synchronized (this) {
            if (over || (waitingBytes > 0 && waitingBytes + frames.length > MOST_BYTES)) {
                return false;
            }
            waiting.add(frames);
            waitingBytes += frames.length;
            return !begun || write();
        }
    }

    @Override
    public boolean isWelcome() {
        return standing.holds();
    }

    @Override
    public void end() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            waiting.clear();
        }
        try {
            request.complete();
        } catch (IllegalStateException ended) {
            LOG.debug("it was over already: {}", ended.getMessage());
        }
    }

    @Override
    public void onWritePossible() {
        boolean written;
        synchronized (this) {
            written = over || write();
        }
        if (!written) {
            gone.accept(this);
        }
    }

    @Override
    public void onError(Throwable failure) {
        gone.accept(this);
    }

    @Override
    public void onComplete(AsyncEvent event) {
        gone.accept(this);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        gone.accept(this);
    }

    @Override
    public void onError(AsyncEvent event) {
        gone.accept(this);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}

    /** Writes for as long as that doesn't block; the container calls again when it wouldn't any more. */
    private boolean write() {
        try {
            while (out.isReady()) {
                if (toFlush) {
                    toFlush = false;
                    out.flush();
                    continue;
                }
                byte[] next = waiting.poll();
                if (next == null) {
                    return true;
                }
                waitingBytes -= next.length;
                toFlush = true;
                out.write(next);
            }
            return true;
        } catch (IOException | RuntimeException left) {
            LOG.debug("a reader has left: {}", left.toString());
            return false;
        }
    }
}
