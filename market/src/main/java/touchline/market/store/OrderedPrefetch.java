package touchline.market.store;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Reads values ahead of the thread that uses them, in their order: the store answers while that thread works. Its methods belong to one thread.
 *
 * @param <K> names of values
 * @param <V> values
 */
public final class OrderedPrefetch<K, V> implements AutoCloseable {
    private static final int AHEAD = 8;
    /** More than the store works on at once: it has the next question while an answer travels. */
    private static final int READERS = 4;

    private final Iterator<K> keys;
    private final Function<K, V> reading;
    private final Queue<Future<V>> values = new ArrayDeque<>();
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS, task -> {
        Thread reader = new Thread(task, "prefetch");
        reader.setDaemon(true);
        return reader;
    });

    /** Begins to read; {@code reading} is called on other threads, by several at once. */
    public OrderedPrefetch(List<K> keys, Function<K, V> reading) {
        this.keys = keys.iterator();
        this.reading = reading;
        fill();
    }

    /**
     * Returns the next value.
     *
     * @throws RuntimeException as the reading did
     */
    public V next() {
        fill();
        try {
            return values.remove().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it was read", e);
        }
    }

    private void fill() {
        while (values.size() < AHEAD && keys.hasNext()) {
            K key = keys.next();
            values.add(readers.submit(() -> reading.apply(key)));
        }
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
