package touchline.jobs.auth;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.store.RedisConnections;
import touchline.market.store.RedisSubscription;
import touchline.market.store.RedisSubscription.Topics;
import touchline.market.store.RetryDelay;

/**
 * Keeps a node's keys up to date: reads them on {@code jwks:refreshed}, after a reconnection, and every 30 s because a subscriber can miss messages.
 * Started once, stopped once.
 */
public final class GoogleKeysListener {
    private static final Logger LOG = LoggerFactory.getLogger(GoogleKeysListener.class);
    private static final long LOOK_SECONDS = 30;
    private static final int END_MILLIS = 3_000;

    private final GoogleKeys keys;
    private final RedisConnections redis;
    private final ScheduledExecutorService reader;
    private final Thread subscriber;
    private volatile boolean stopped;
    private volatile @Nullable String lastError;

    /**
     * Creates a listener.
     *
     * @param redis for a subscription over its own connection
     */
    public GoogleKeysListener(GoogleKeys keys, RedisConnections redis) {
        this.keys = keys;
        this.redis = redis;
        this.reader = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "google-keys"));
        this.subscriber = daemon(this::subscribe, "google-keys-subscription");
    }

    /** Reads the stored keys, requests a fetch if there are none, and listens. Starts even if the database is unavailable. */
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
        subscriber.interrupt();
        subscriber.join(END_MILLIS);
    }

    /** Why the last subscription ended; null while one works. */
    public @Nullable String lastError() {
        return lastError;
    }

    private void look() {
        guarded("read Google's keys", keys::reloadOrAsk);
    }

    private void subscribe() {
        try {
            while (!stopped) {
                try (RedisSubscription subscription = RedisSubscription.open(
                        redis, "google-keys", Topics.channel(JwksRefresh.CHANNEL), (channel, message) -> wake())) {
                    lastError = null;
                    wake(); // earlier messages are missed
                    subscription.awaitEnd();
                    failed(String.valueOf(subscription.ended()));
                } catch (RuntimeException | Error e) {
                    failed(e.toString());
                }
                RetryDelay.sleep();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(String why) {
        lastError = why;
        LOG.warn("a subscription has ended and is opened again: channel={} cause={}", JwksRefresh.CHANNEL, why);
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
}
