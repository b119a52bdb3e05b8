package touchline.market.news;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.key.Keys;
import touchline.market.store.RedisConnections;

/**
 * Reads both streams of the outbox as they grow, over a connection of its own that blocks in Redis. The reader says from which offset, so nothing is missed. For one thread.
 */
public final class NewsReader implements AutoCloseable {
    static final String TICKS = Keys.OUTBOX_TICKS;
    static final String TRADES = Keys.OUTBOX_TRADES;

    private static final int WAIT_MILLIS = 1_000;

    private final Jedis connection;
    private StreamEntryID ticks;
    private StreamEntryID trades;

    /**
     * A subscription.
     *
     * @param from where it begins
     */
    public NewsReader(RedisConnections redis, StreamOffset from) {
        this.connection = redis.open("stream");
        this.ticks = from.ticks().entry();
        this.trades = from.trades().entry();
    }

    /**
     * What has come since, the two streams by the time of their entries; waits up to a second where it is nothing.
     *
     * @param most entries of each stream
     * @throws redis.clients.jedis.exceptions.JedisException if Redis is out of reach or silent for three seconds; then this one is over
     */
    public List<NewsItem> next(int most) {
        List<Map.Entry<String, List<StreamEntry>>> read = connection.xread(
                XReadParams.xReadParams().count(most).block(WAIT_MILLIS), Map.of(TICKS, ticks, TRADES, trades));
        List<NewsItem> items = new ArrayList<>();
        if (read == null) {
            return items;
        }
        for (Map.Entry<String, List<StreamEntry>> stream : read) {
            boolean isOfTicks = stream.getKey().equals(TICKS);
            for (StreamEntry entry : stream.getValue()) {
                items.addAll(NewsEntry.read(entry, isOfTicks));
                if (isOfTicks) {
                    ticks = entry.getID();
                } else {
                    trades = entry.getID();
                }
            }
        }
        items.sort(Comparator.comparing(NewsItem::id)); // stable: each stream stays in its order
        return items;
    }

    /** Up to where it has read, whether or not that said anything. */
    public StreamOffset mark() {
        return new StreamOffset(
                NewsId.of(ticks, 0).whole(), NewsId.of(trades, 0).whole());
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
