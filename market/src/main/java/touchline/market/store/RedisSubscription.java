package touchline.market.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A subscription to channels, over a connection of its own, in the order in which messages were published. It is over at the first failure, and
 * when Redis leaves three pings in a row unanswered, of which three are sent within the {@link RedisConnections#silence}: a network may lose packets for a quarter of an hour before a
 * connection fails by itself. Thread-safe.
 */
public final class RedisSubscription implements AutoCloseable {
    private static final int UNANSWERED = 3;

    private final String name;
    private final Topics topics;
    private final BiConsumer<String, String> onMessage;
    private final Duration silence;
    private final CountDownLatch subscribed;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Listener listener = new Listener();
    private volatile @Nullable Jedis connection;
    private volatile @Nullable String ended;

    /**
     * To what.
     *
     * @param arePatterns whether the names are patterns of channels
     */
    public record Topics(List<String> names, boolean arePatterns) {
        public static Topics channel(String name) {
            return new Topics(List.of(name), false);
        }

        public static Topics patterns(String... patterns) {
            return new Topics(List.of(patterns), true);
        }
    }

    private RedisSubscription(String name, Topics topics, BiConsumer<String, String> onMessage, Duration silence) {
        this.silence = silence;
        this.name = name;
        this.topics = topics;
        this.onMessage = onMessage;
        this.subscribed = new CountDownLatch(topics.names().size());
    }

    /**
     * Subscribes, and waits until Redis has confirmed it: from then on nothing is missed until the subscription has ended.
     *
     * @param name of the connection, and of the threads
     * @param onMessage receives channel and message; must be quick, as Redis cuts off a subscriber that stalls, and ends the subscription if it throws
     * @throws JedisException if that takes longer than three seconds, or fails
     */
    public static RedisSubscription open(
            RedisConnections redis, String name, Topics topics, BiConsumer<String, String> onMessage)
            throws InterruptedException {
        RedisSubscription subscription = new RedisSubscription(name, topics, onMessage, redis.silence());
        daemon(name + "-subscription", () -> subscription.read(redis));
        boolean inTime = false;
        try {
            inTime = subscription.awaitSubscribed();
        } finally {
            if (!inTime) {
                subscription.close();
            }
        }
        if (!inTime) {
            throw new JedisException(
                    "could not subscribe within " + redis.silence().toMillis() + " ms: " + subscription.ended());
        }
        daemon(name + "-ping", subscription::pingUntilOver);
        return subscription;
    }

    /** Why it is over; null while it isn't. */
    public @Nullable String ended() {
        return ended;
    }

    /** Waits until it is over. */
    public void awaitEnd() throws InterruptedException {
        over.await();
    }

    /** Ends it, for instance as the receiver can't keep up. */
    public void end(String why) {
        synchronized (this) {
            if (ended == null) {
                ended = why;
            }
        }
        over.countDown();
        Jedis open = connection;
        if (open != null) {
            try {
                open.disconnect();
            } catch (RuntimeException gone) {
                // it was going anyway
            }
        }
    }

    @Override
    public void close() {
        end("closed");
    }

    private boolean awaitSubscribed() throws InterruptedException {
        long until = System.nanoTime() + silence.toNanos();
        while (ended == null && System.nanoTime() - until < 0) {
            if (subscribed.await(20, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private void read(RedisConnections redis) {
        try (Jedis open = redis.open(name)) {
            connection = open;
            String[] names = topics.names().toArray(String[]::new);
            if (ended == null && topics.arePatterns()) {
                open.psubscribe(listener, names);
            } else if (ended == null) {
                open.subscribe(listener, names);
            }
            end("unsubscribed");
        } catch (RuntimeException | Error e) {
            end(String.valueOf(e.getMessage()));
        }
    }

    private void pingUntilOver() {
        try {
            while (!over.await(silence.toMillis() / UNANSWERED, TimeUnit.MILLISECONDS)) {
                if (unanswered.getAndIncrement() >= UNANSWERED) {
                    end("Redis has answered none of the last " + UNANSWERED + " pings");
                } else {
                    listener.ping();
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            end("a ping failed: " + broken.getMessage());
        }
    }

    private static void daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    private final class Listener extends JedisPubSub {
        @Override
        public void onSubscribe(String channel, int subscribedChannels) {
            subscribed.countDown();
        }

        @Override
        public void onMessage(String channel, String message) {
            onMessage.accept(channel, message);
        }

        @Override
        public void onPSubscribe(String pattern, int subscribedChannels) {
            subscribed.countDown();
        }

        @Override
        public void onPMessage(String pattern, String channel, String message) {
            onMessage.accept(channel, message);
        }

        @Override
        public void onPong(String text) {
            unanswered.set(0);
        }
    }
}
