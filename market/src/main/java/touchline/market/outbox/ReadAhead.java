package touchline.market.outbox;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;
import touchline.market.outbox.entry.EncodedEntry;
import touchline.market.script.Acknowledged;

/** Reads a stream, and the batch after it while the caller writes this one. For one thread. */
final class ReadAhead {
    private final UnifiedJedis redis;
    private final String stream;
    private final int batchSize;
    private @Nullable Next next;

    /** What is being read, after which entry. */
    private record Next(String after, CompletableFuture<Chunk> chunk) {}

    /**
     * Entries, and where they were read.
     *
     * @param confirmation the number of the comparison that this Redis, or the one it is a copy of, was opened by last
     */
    record Chunk(long confirmation, List<EncodedEntry> entries) {}

    ReadAhead(UnifiedJedis redis, String stream, int batchSize) {
        this.redis = redis;
        this.stream = stream;
        this.batchSize = batchSize;
    }

    /** The entries after one, at most a batch; a full batch means that more are likely, and those are read meanwhile. */
    Chunk after(String id) {
        Chunk chunk = takeOrRead(id);
        if (chunk.entries().size() == batchSize) {
            String last = chunk.entries().get(batchSize - 1).id();
            next = new Next(last, CompletableFuture.supplyAsync(() -> read(last)));
        }
        return chunk;
    }

    private Chunk takeOrRead(String id) {
        Next ready = next;
        next = null;
        if (ready != null && ready.after().equals(id)) {
            try {
                return ready.chunk().join();
            } catch (CompletionException again) {
                // then it is read now, and fails now if it must
            }
        }
        return read(id);
    }

    private Chunk read(String id) {
        // Before the entries: where Redis is replaced in between, they are taken for the former one's and refused.
        String confirmation = redis.hget(Keys.MARKET, "confirmation");
        return new Chunk(
                confirmation == null ? 0 : Long.parseLong(confirmation),
                // The book must never have what a replica lacks: it may be the primary next.
                redis
                        .executeCommand(
                                Acknowledged.of(Acknowledged.commands().xrange(stream, "(" + id, "+", batchSize)))
                        .stream()
                        .map(entry -> new EncodedEntry(entry.getID().toString(), entry.getFields()))
                        .toList());
    }
}
