package touchline.market.outbox;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/** Reads a stream, and the batch after it while the caller writes this one. For one thread. */
final class ReadAhead {
    private final UnifiedJedis redis;
    private final String stream;
    private final int batchSize;
    private @Nullable Next next;

    /** What is being read, after which entry. */
    private record Next(String after, CompletableFuture<List<OutboxEntry>> entries) {}

    ReadAhead(UnifiedJedis redis, String stream, int batchSize) {
        this.redis = redis;
        this.stream = stream;
        this.batchSize = batchSize;
    }

    /** The entries after one, at most a batch; a full batch means that more are likely, and those are read meanwhile. */
    List<OutboxEntry> after(String id) {
        List<OutboxEntry> entries = takeOrRead(id);
        if (entries.size() == batchSize) {
            String last = entries.get(batchSize - 1).id();
            next = new Next(last, CompletableFuture.supplyAsync(() -> read(last)));
        }
        return entries;
    }

    private List<OutboxEntry> takeOrRead(String id) {
        Next ready = next;
        next = null;
        if (ready != null && ready.after().equals(id)) {
            try {
                return ready.entries().join();
            } catch (CompletionException again) {
                // then it is read now, and fails now if it must
            }
        }
        return read(id);
    }

    private List<OutboxEntry> read(String id) {
        return redis.xrange(stream, "(" + id, "+", batchSize).stream()
                .map(entry -> new OutboxEntry(entry.getID().toString(), entry.getFields()))
                .toList();
    }
}
