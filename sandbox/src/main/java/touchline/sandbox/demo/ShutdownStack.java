package touchline.sandbox.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes resources once each, the last first, at the end of the demo or when the process receives a signal to stop. Thread-safe. */
final class ShutdownStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShutdownStack.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private volatile boolean begun;
    private volatile @Nullable Thread starting;

    private ShutdownStack(Thread starting) {
        this.starting = starting;
    }

    @FunctionalInterface
    interface Closer<T> {
        void close(T resource) throws Exception;
    }

    /** Also closes everything when the process receives a signal to stop. If that happens during the start, the calling thread is interrupted. */
    static ShutdownStack alsoAtShutdown() {
        ShutdownStack closing = new ShutdownStack(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(closing::close, "demo-closing"));
        return closing;
    }

    /** Registers a resource. During the shutdown it is closed at once. */
    <T> T add(T resource, Closer<T> closer) throws InterruptedException {
        synchronized (this) {
            open.push(() -> closer.close(resource));
        }
        if (begun) {
            closeAll();
            throw new InterruptedException("closing");
        }
        return resource;
    }

    /** After this the shutdown interrupts nothing. */
    void startupIsOver() {
        starting = null;
    }

    /** Whether the shutdown has begun; an error in code that still uses the resources is then expected. */
    boolean hasBegun() {
        return begun;
    }

    @Override
    public void close() {
        begun = true;
        Thread toInterrupt = starting;
        if (toInterrupt != null && toInterrupt != Thread.currentThread()) {
            toInterrupt.interrupt();
        }
        closeAll();
    }

    private synchronized void closeAll() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("close failed: error={}", e.toString());
            }
        }
    }
}
