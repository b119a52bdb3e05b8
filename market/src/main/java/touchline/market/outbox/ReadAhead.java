package touchline.market.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Builder;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;
import touchline.market.outbox.entry.EncodedEntry;
import touchline.market.script.Acknowledged;

/**
 * Reads a stream, and reads and parses the batch after it while the caller writes this one. Batches are larger while the book is behind, as each costs a commit and a write of every
 * instrument that has moved. For one thread.
 */
final class ReadAhead {
    private static final int LARGEST = 4;
    /** Of the largest entries so many keep Redis busy for about 3 ms. */
    private static final int PIECE = 500;

    private static final Builder<List<EncodedEntry>> ENTRIES = new Builder<>() {
        @Override
        public List<EncodedEntry> build(Object reply) {
            return EncodedEntry.ofReply(reply);
        }
    };

    private final UnifiedJedis redis;
    private final OutboxStream stream;
    private final int batchSize;
    private @Nullable Next next;

    /** What is being read, after which entry. */
    private record Next(String after, int size, CompletableFuture<Chunk> chunk) {}

    /**
     * Entries, and where they were read.
     *
     * @param confirmation the number of the comparison that this Redis, or the one it is a copy of, was opened by last
     * @param highest the highest number of an entry; 0 if none has one
     * @param batch all entries, ready to be written once; null if one of them is of an unknown type or can't be read
     */
    record Chunk(long confirmation, List<EncodedEntry> entries, long highest, OutboxStream.@Nullable Batch batch) {}

    ReadAhead(UnifiedJedis redis, OutboxStream stream, int batchSize) {
        this.redis = redis;
        this.stream = stream;
        this.batchSize = batchSize;
    }

    /** The entries after one, at most a batch; a full batch means that more are likely, and those are read meanwhile. */
    Chunk after(String id) {
        Next ready = next;
        next = null;
        if (ready != null && ready.after().equals(id)) {
            try {
                return follow(ready.chunk().join(), ready.size());
            } catch (CompletionException again) {
                // then it is read now, and fails now if it must
            }
        }
        return follow(read(id, batchSize), batchSize);
    }

    private Chunk follow(Chunk chunk, int size) {
        if (chunk.entries().size() == size) {
            String last = chunk.entries().get(size - 1).id();
            int larger = Math.min(2 * size, LARGEST * batchSize);
            next = new Next(last, larger, CompletableFuture.supplyAsync(() -> read(last, larger)));
        }
        return chunk;
    }

    private Chunk read(String id, int size) {
        // Before the entries: where Redis is replaced in between, they are taken for the former one's and refused.
        String confirmation = redis.hget(Keys.MARKET, "confirmation");
        List<EncodedEntry> entries = new ArrayList<>();
        String last = id;
        List<EncodedEntry> piece;
        do {
            piece = piece(last, Math.min(PIECE, size - entries.size()));
            entries.addAll(piece);
            last = entries.isEmpty() ? id : entries.get(entries.size() - 1).id();
        } while (piece.size() == PIECE && entries.size() < size);
        long highest = entries.stream().mapToLong(EncodedEntry::number).max().orElse(0);
        return new Chunk(confirmation == null ? 0 : Long.parseLong(confirmation), entries, highest, batch(entries));
    }

    /** The book must never have what a replica lacks: it may be the primary next. */
    private List<EncodedEntry> piece(String after, int size) {
        CommandArguments range = Acknowledged.commands()
                .xrange(stream.key(), "(" + after, "+", size)
                .getArguments();
        return redis.executeCommand(Acknowledged.of(new CommandObject<>(range, ENTRIES)));
    }

    private OutboxStream.@Nullable Batch batch(List<EncodedEntry> entries) {
        OutboxStream.Batch batch = stream.newBatch();
        try {
            if (entries.isEmpty() || stream.known(entries).size() < entries.size()) {
                return null;
            }
            entries.forEach(batch::add);
            return batch;
        } catch (RuntimeException e) {
            return null; // the drainer finds the entry that is at fault
        }
    }
}
