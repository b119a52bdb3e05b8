package touchline.market.reconnect;

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
 * What is said on {@code user:reconnect}. Read on a thread of its own that only queues: a subscriber that stalls is cut off by Redis. It is over at the first
 * failure, or when nothing has come for three seconds although it is pinged every second.
 */
final class ReconnectSubscription implements AutoCloseable {
    static final String CHANNEL = "user:reconnect";

    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int BACKLOG = 50_000;

    private final BlockingQueue<String> heard = new ArrayBlockingQueue<>(BACKLOG);
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final Jedis connection;
    private final Listener listener = new Listener();
    private final ReconnectStats stats;
    private final Thread reader;
    private volatile @Nullable String ended;

    private ReconnectSubscription(URI redis, ReconnectStats stats) {
        this.connection = new Jedis(redis, TIMEOUT_MILLIS);
        this.stats = stats;
        this.reader = new Thread(this::read, "reconnect-subscription");
        reader.setDaemon(true);
    }

    /**
     * Subscribes, and waits until Redis has said so.
     *
     * @throws JedisException if that takes longer than three seconds
     */
    static ReconnectSubscription open(URI redis, ReconnectStats stats) throws InterruptedException {
        ReconnectSubscription subscription = new ReconnectSubscription(redis, stats);
        subscription.reader.start();
        if (!subscription.subscribed.await(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
            subscription.close();
            throw new JedisException("could not subscribe within 3 s: " + subscription.ended());
        }
        return subscription;
    }

    /** What was heard since, in order; waits a while where it is nothing. */
    List<String> take(int most, long millis) throws InterruptedException {
        String first = heard.poll(millis, TimeUnit.MILLISECONDS);
        if (first == null) {
            return List.of();
        }
        List<String> taken = new ArrayList<>();
        taken.add(first);
        heard.drainTo(taken, most - 1);
        return taken;
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
            connection.subscribe(listener, CHANNEL);
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
        public void onSubscribe(String channel, int subscribedChannels) {
            subscribed.countDown();
        }

        @Override
        public void onMessage(String channel, String message) {
            if (!heard.offer(message)) {
                stats.overflowed();
            }
        }
    }
}
