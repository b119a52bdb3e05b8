package touchline.market.stopwatch;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Everything that prices and positions publish, over one connection, so that it arrives in the order in which it was published. Read on
 * a thread of its own that only queues: a subscriber that stalls is cut off by Redis. It is over at the first failure, or when nothing has
 * come for three seconds although it is pinged every second.
 */
final class MarketSubscription implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int BACKLOG = 500_000;

    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(BACKLOG);
    private final CountDownLatch subscribed = new CountDownLatch(2);
    private final Jedis connection;
    private final Listener listener = new Listener();
    private final Thread reader;
    private volatile @Nullable String ended;

    /**
     * A message, and where it was published.
     *
     * @param cameNanos when, by {@link System#nanoTime}
     */
    record Message(String channel, String text, long cameNanos) {}

    private MarketSubscription(URI redis) {
        this.connection = new Jedis(redis, TIMEOUT_MILLIS);
        this.reader = new Thread(this::read, "stopwatch-subscription");
        reader.setDaemon(true);
    }

    /**
     * Subscribes, and waits until Redis has said so: from then on nothing is missed while the connection stands.
     *
     * @throws JedisException if that takes longer than three seconds
     */
    static MarketSubscription open(URI redis) throws InterruptedException {
        MarketSubscription subscription = new MarketSubscription(redis);
        subscription.reader.start();
        if (!subscription.subscribed.await(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
            subscription.close();
            throw new JedisException("could not subscribe within 3 s");
        }
        return subscription;
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
        return ended;
    }

    /** To be called every second: silence is told from death by the answer. */
    void ping() {
        try {
            listener.ping();
        } catch (RuntimeException broken) {
            end("ping failed: " + broken.getMessage());
        }
    }

    @Override
    public void close() {
        end("closed");
        try {
            connection.disconnect();
        } catch (RuntimeException gone) {
            // it was going anyway
        }
    }

    private void read() {
        try {
            connection.connect();
            connection.psubscribe(listener, "price:*", "position:changes");
            end("unsubscribed");
        } catch (RuntimeException | Error e) {
            end(String.valueOf(e.getMessage()));
        }
    }

    private void end(String why) {
        if (ended == null) {
            ended = why;
        }
    }

    private final class Listener extends JedisPubSub {
        @Override
        public void onPSubscribe(String pattern, int subscribedChannels) {
            subscribed.countDown();
        }

        @Override
        public void onPMessage(String pattern, String channel, String message) {
            if (!queue.offer(new Message(channel, message, System.nanoTime()))) {
                end("more than " + BACKLOG + " messages behind");
            }
        }
    }
}
