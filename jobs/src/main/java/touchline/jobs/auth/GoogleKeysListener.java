package touchline.jobs.auth;

import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/**
 * Keeps a node's keys those that are stored: reads them when {@code jwks:refreshed} says so, when a connection was lost and is back, and every 30 s besides, as a subscriber
 * can miss messages. Started once, stopped once.
 */
public final class GoogleKeysListener {
    private static final Logger LOG = LoggerFactory.getLogger(GoogleKeysListener.class);
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final long LOOK_SECONDS = 30;
    private static final long RECONNECT_MILLIS = 500;

    private final GoogleKeys keys;
    private final URI redis;
    private final ScheduledExecutorService reader;
    private final Thread subscriber;
    private volatile boolean stopped;
    private volatile @Nullable Subscription subscription;

    /**
     * A listener of one node's.
     *
     * @param redis to subscribe over a connection of its own
     */
    public GoogleKeysListener(GoogleKeys keys, URI redis) {
        this.keys = keys;
        this.redis = redis;
        this.reader = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "google-keys"));
        this.subscriber = daemon(this::subscribe, "google-keys-subscription");
    }

    /** Reads what is stored, asks for a fetch where nothing is, and listens. A book out of reach doesn't keep it from starting. */
    public void start() {
        guarded("read Google's keys", keys::reloadOrAsk);
        subscriber.start();
        ScheduledFuture<?> untilStopped =
                reader.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        LOG.debug("a look every {} s: {}", LOOK_SECONDS, untilStopped);
    }

    public void stop() throws InterruptedException {
        stopped = true;
        reader.shutdownNow();
        Subscription last = subscription;
        if (last != null) {
            last.hangUp();
        }
        subscriber.interrupt();
        subscriber.join(TIMEOUT_MILLIS);
    }

    private void look() {
        guarded("read Google's keys", keys::reloadOrAsk);
        Subscription current = subscription;
        if (current != null) {
            current.hangUpIfSilent();
        }
    }

    private void subscribe() {
        while (!stopped) {
            try (Jedis connection = new Jedis(redis, TIMEOUT_MILLIS)) {
                Subscription opened = new Subscription(connection);
                subscription = opened;
                connection.subscribe(opened, JwksRefresh.CHANNEL);
            } catch (RuntimeException | Error e) {
                if (!stopped) {
                    LOG.warn("the subscription to {} is opened anew: {}", JwksRefresh.CHANNEL, e.toString());
                }
            }
            try {
                Thread.sleep(RECONNECT_MILLIS);
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    private void wake() {
        if (!stopped) {
            reader.execute(() -> guarded("read Google's keys", keys::reload));
        }
    }

    private static void guarded(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("could not {}: {}", what, e.toString());
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** A connection that has to answer a ping between two looks. */
    private final class Subscription extends JedisPubSub {
        private final Jedis connection;
        private volatile boolean heard = true;

        Subscription(Jedis connection) {
            this.connection = connection;
        }

        @Override
        public void onSubscribe(String channel, int channels) {
            heard = true;
            wake(); // what was told before is missed
        }

        @Override
        public void onMessage(String channel, String message) {
            heard = true;
            wake();
        }

        @Override
        public void onPong(String pattern) {
            heard = true;
        }

        void hangUpIfSilent() {
            if (!heard) {
                hangUp();
                return;
            }
            heard = false;
            guarded("ping", this::ping);
        }

        void hangUp() {
            guarded("hang up", connection::disconnect);
        }
    }
}
