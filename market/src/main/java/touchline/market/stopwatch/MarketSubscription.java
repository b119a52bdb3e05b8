package touchline.market.stopwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;
import touchline.market.key.Keys;
import touchline.market.store.RedisConnections;
import touchline.market.store.RedisSubscription;
import touchline.market.store.RedisSubscription.Topics;

/** Everything that prices and positions publish, over one connection, so that it arrives in the order in which it was published, and waits here. */
final class MarketSubscription implements AutoCloseable {
    private static final int BACKLOG = 500_000;

    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(BACKLOG);
    private volatile boolean overflowed;
    private final RedisSubscription subscription;

    /**
     * A message, and where it was published.
     *
     * @param cameNanos when, by {@link System#nanoTime}
     */
    record Message(String channel, String text, long cameNanos) {}

    private MarketSubscription(RedisConnections redis) throws InterruptedException {
        this.subscription = RedisSubscription.open(
                redis,
                "stopwatch",
                Topics.patterns(Keys.priceChannel("*"), Keys.POSITION_CHANGES, Keys.REQUEST_CHANGES),
                this::received);
    }

    /**
     * Subscribes, and waits until Redis has confirmed it: from then on nothing is missed while the connection is open.
     *
     * @throws JedisException if that takes longer than three seconds
     */
    static MarketSubscription open(RedisConnections redis) throws InterruptedException {
        return new MarketSubscription(redis);
    }

    /** What has come, in its order, and not more than so much; where nothing has, waits a while for it. */
    List<Message> take(int most, long millis) throws InterruptedException {
        List<Message> messages = new ArrayList<>();
        if (queue.drainTo(messages, most) == 0) {
            Message first = queue.poll(millis, TimeUnit.MILLISECONDS);
            if (first != null) {
                messages.add(first);
                queue.drainTo(messages, most - 1);
            }
        }
        return messages;
    }

    int backlog() {
        return queue.size();
    }

    /** For how long the oldest message that waits has been waiting; 0 where none does. */
    long lagMillis() {
        Message oldest = queue.peek();
        return oldest == null ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - oldest.cameNanos());
    }

    /** Why it is over; null while it isn't. */
    @Nullable
    String ended() {
        return overflowed ? "more than " + BACKLOG + " messages behind" : subscription.ended();
    }

    @Override
    public void close() {
        subscription.close();
    }

    private void received(String channel, String text) {
        overflowed |= !queue.offer(new Message(channel, text, System.nanoTime()));
    }
}
