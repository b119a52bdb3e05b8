package touchline.api.sse;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Server-Sent Events of a source without blocking; the container calls back when the client can take more. Jersey's own SSE is
 * not used: it writes on the thread that has an event, which then waits for the slowest client. Thread-safe.
 */
public final class EventWriter implements WriteListener, AsyncListener {
    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
    /** Of a larger array, Jetty writes as much at once. No buffer of this size is made: whole arrays are written. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private final AsyncContext request;
    private final ServletOutputStream out;
    private final Source source;
    private final Runnable gone;
    private boolean begun;
    private boolean toFlush;
    private boolean over;

    /** A source of bytes. */
    @FunctionalInterface
    public interface Source {
        /** The next bytes, which must not change; null if there are none now. Called by one thread at a time. */
        byte @Nullable [] next();
    }

    /**
     * A writer that writes nothing before {@link #begin}.
     *
     * @param gone runs when the client has disconnected; possibly more than once
     */
    public EventWriter(AsyncContext request, Source source, Runnable gone) throws IOException {
        request.getResponse().setBufferSize(BUFFER_BYTES);
        SendBuffer.bound(request.getRequest());
        this.request = request;
        this.out = request.getResponse().getOutputStream();
        this.source = source;
        this.gone = gone;
    }

    /** Sends the headers and starts writing. */
    public void begin() {
        ServletResponse response = request.getResponse();
        if (response instanceof HttpServletResponse http) {
            http.setStatus(HttpServletResponse.SC_OK);
            http.setContentType("text/event-stream;charset=utf-8");
            http.setHeader("Cache-Control", "no-store");
            http.setHeader("X-Accel-Buffering", "no"); // proxies must not buffer it
        }
        request.addListener(this);
        out.setWriteListener(this);
    }

    /** Writes what the source has; false if the connection is closed. */
    public synchronized boolean write() {
        if (over) {
            return false;
        }
        return !begun || writeAll();
    }

    /** Completes the request. Idempotent. */
    public void end() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
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
            begun = true;
            written = over || writeAll();
        }
        if (!written) {
            gone.run();
        }
    }

    @Override
    public void onError(Throwable failure) {
        gone.run();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        gone.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        gone.run();
    }

    @Override
    public void onError(AsyncEvent event) {
        gone.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}

    /** Past the buffer that the container would otherwise keep for each connection. */
    private void write(byte[] next) throws IOException {
        if (out instanceof HttpOutput jetty) {
            jetty.write(ByteBuffer.wrap(next));
        } else {
            toFlush = true;
            out.write(next);
        }
    }

    private boolean writeAll() {
        try {
            while (out.isReady()) {
                if (toFlush) {
                    toFlush = false;
                    out.flush();
                    continue;
                }
                byte[] next = source.next();
                if (next == null) {
                    return true;
                }
                write(next);
            }
            return true;
        } catch (IOException | RuntimeException left) {
            LOG.debug("a reader has left: {}", left.toString());
            return false;
        }
    }
}
