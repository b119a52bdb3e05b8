package touchline.market.recovery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.key.Keys;
import touchline.market.outbox.entry.EncodedEntry;
import touchline.market.script.Acknowledged;
import touchline.market.store.RedisConnections;
import touchline.market.store.RetryDelay;

/**
 * Remembers the latest entries of {@code outbox:trades} from the moment they are written, so that those which Redis loses before they are in the book can be named.
 * Where replicas are demanded, it remembers only what they have. Thread-safe.
 */
final class OutboxWitness implements Runnable, AutoCloseable {
    private static final String STREAM = Keys.OUTBOX_TRADES;
    private static final int MOST = 5_000;
    private static final int AT_ONCE = 500;
    private static final int WAIT_MILLIS = 1_000;

    private final RedisConnections connections;
    private final UnifiedJedis redis;
    private final Deque<EncodedEntry> latest = new ArrayDeque<>();
    private volatile boolean stopped;

    OutboxWitness(RedisConnections connections, UnifiedJedis redis) {
        this.connections = connections;
        this.redis = redis;
    }

    /** Goes on until {@link #close}, or until its thread is interrupted. */
    @Override
    public void run() {
        try {
            while (!stopped) {
                try (Jedis reader = connections.open("witness")) {
                    readFrom(reader);
                } catch (JedisException away) {
                    RetryDelay.sleep();
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** The remembered entries with a higher number, in their order. */
    synchronized List<EncodedEntry> after(long number) {
        return latest.stream().filter(entry -> entry.number() > number).toList();
    }

    /** Stops soon. */
    @Override
    public void close() {
        stopped = true;
    }

    /** From the end of the stream: another Redis than before may have another end. */
    private void readFrom(Jedis reader) {
        List<StreamEntry> end = reader.xrevrange(STREAM, "+", "-", 1);
        StreamEntryID from =
                end.isEmpty() ? new StreamEntryID(0, 0) : end.get(0).getID();
        XReadParams waiting = XReadParams.xReadParams().count(AT_ONCE).block(WAIT_MILLIS);
        while (!stopped) {
            List<Map.Entry<String, List<StreamEntry>>> read = reader.xread(waiting, Map.of(STREAM, from));
            if (read != null) {
                List<StreamEntry> entries = read.get(0).getValue();
                Acknowledged.everything(redis);
                entries.forEach(entry -> remember(new EncodedEntry(entry.getID().toString(), entry.getFields())));
                from = entries.get(entries.size() - 1).getID();
            }
        }
    }

    private synchronized void remember(EncodedEntry entry) {
        while (!latest.isEmpty() && latest.getLast().number() >= entry.number()) {
            latest.removeLast(); // another Redis has given its number again
        }
        latest.addLast(entry);
        if (latest.size() > MOST) {
            latest.removeFirst();
        }
    }
}
