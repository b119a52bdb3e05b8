package touchline.api.caching;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the keys that are asked for at the same time by one reading, which begins after all of them were asked for. Thread-safe. */
public final class BatchedReads<K, V> {
    private final Function<Set<K>, Map<K, V>> reader;
    private @Nullable KeyBatch<K, V> gathering;
    private CompletableFuture<Map<K, V>> latest = CompletableFuture.completedFuture(Map.of());

    private record KeyBatch<K, V>(Set<K> keys, CompletableFuture<Map<K, V>> values, CompletableFuture<?> before) {}

    /** @param reader leaves out keys that have no value */
    public BatchedReads(Function<Set<K>, Map<K, V>> reader) {
        this.reader = reader;
    }

    /** The value; null if the reading found none. Throws what the reading threw. */
    public @Nullable V get(K key) {
        KeyBatch<K, V> batch;
        boolean leads;
        synchronized (this) {
            leads = gathering == null;
            if (gathering == null) {
                gathering = new KeyBatch<>(new LinkedHashSet<>(), new CompletableFuture<>(), latest);
                latest = gathering.values();
            }
            batch = gathering;
            batch.keys().add(key);
        }
        if (leads) {
            read(batch);
        }
        try {
            return batch.values().join().get(key);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** The keys that wait for the next reading. */
    synchronized int gathered() {
        return gathering == null ? 0 : gathering.keys().size();
    }

    private void read(KeyBatch<K, V> batch) {
        batch.before().handle((values, failure) -> true).join();
        synchronized (this) {
            gathering = null; // from here on nobody adds to the batch
        }
        try {
            batch.values().complete(reader.apply(batch.keys()));
        } catch (RuntimeException | Error e) {
            batch.values().completeExceptionally(e);
        }
    }
}
