package touchline.sandbox.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be closed, the last first and each once, whether the demo comes to its end or is told to stop. */
final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private volatile boolean begun;
    private volatile @Nullable Thread starting;

    private Closing(Thread starting) {
        this.starting = starting;
    }

    /** Closes something. */
    @FunctionalInterface
    interface Closer<T> {
        void close(T resource) throws Exception;
    }

    /** Closes everything when the process is told to end as well, also in the middle of a start: the thread that calls this is then interrupted. */
    static Closing alsoAtShutdown() {
        Closing closing = new Closing(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(closing::close, "demo-closing"));
        return closing;
    }

    /** Registers something. What comes when everything is being closed already is closed at once. */
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

    /** From now on there is nothing to be interrupted. */
    void startupIsOver() {
        starting = null;
    }

    /** Whether things are being closed already; who still uses them then fails, to nobody's surprise. */
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
                LOG.warn("while closing: {}", e.toString());
            }
        }
    }
}
