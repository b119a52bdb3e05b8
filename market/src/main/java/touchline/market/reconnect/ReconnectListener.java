package touchline.market.reconnect;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import touchline.market.margin.LastSeen;
import touchline.market.margin.ReplayLastSeen;
import touchline.market.store.RedisConnections;
import touchline.market.store.RetryDelay;
import touchline.market.wallet.UserId;

/**
 * Receives who reconnects, and replays each on a fixed number of threads. After an error it subscribes again. Users whose message was lost, or for whom
 * the queue had no room, are left to the sweeper.
 */
public final class ReconnectListener implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReconnectListener.class);
    private static final int ROOM = 50_000;
    private static final int AT_ONCE = 1_000;

    private final RedisConnections connections;
    private final UnifiedJedis redis;
    private final ReplayLastSeen replay;
    private final LastSeen lastSeen;
    private final int workers;
    private final ReconnectStats stats = new ReconnectStats();
    private final ReconnectQueue queue;
    private volatile boolean stopped;
    private volatile boolean listening;

    /**
     * A listener that does nothing until {@link #run}.
     *
     * @param connections for the one connection that listens
     * @param workers how many users are replayed at once
     */
    public ReconnectListener(
            RedisConnections connections, UnifiedJedis redis, ReplayLastSeen replay, LastSeen lastSeen, int workers) {
        this(connections, redis, replay, lastSeen, workers, ROOM);
    }

    ReconnectListener(
            RedisConnections connections,
            UnifiedJedis redis,
            ReplayLastSeen replay,
            LastSeen lastSeen,
            int workers,
            int room) {
        this.connections = connections;
        this.redis = redis;
        this.replay = replay;
        this.lastSeen = lastSeen;
        this.workers = workers;
        this.queue = new ReconnectQueue(room);
    }

    /** Listens until {@link #close}, or until its thread is interrupted. */
    @Override
    public void run() {
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int n = 0; n < workers; n++) {
            Thread thread =
                    new Thread(new SharedReplay(queue, redis, lastSeen, replay, stats, over), "reconnect-replay-" + n);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        try {
            while (!stopped) {
                try {
                    listen();
                } catch (RuntimeException | Error e) {
                    keepInterrupt(e);
                    stats.failed(String.valueOf(e.getMessage()));
                    LOG.warn("the reconnect listener subscribes again: {}", e.toString());
                    RetryDelay.sleep();
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            over.set(true);
            threads.forEach(Thread::interrupt);
        }
    }

    public ReconnectStatus status() {
        return stats.status(listening, queue);
    }

    /** Stops soon. Users who still wait are left to the other nodes, which have received the same messages. */
    @Override
    public void close() {
        stopped = true;
    }

    private void listen() throws InterruptedException {
        try (ReconnectSubscription subscription = ReconnectSubscription.open(connections, stats)) {
            listening = true;
            stats.well();
            while (!stopped) {
                receive(subscription.take(AT_ONCE, 200));
                if (subscription.ended() != null) {
                    receive(subscription.take(Integer.MAX_VALUE, 0));
                    throw new IllegalStateException("the subscription has ended: " + subscription.ended());
                }
            }
        } finally {
            listening = false;
        }
    }

    private void receive(List<String> users) {
        if (users.isEmpty()) {
            return;
        }
        long receivedAt = receivedAt();
        for (String user : users) {
            stats.received();
            try {
                if (!queue.offer(UserId.of(user), receivedAt)) {
                    stats.overflowed();
                }
            } catch (IllegalArgumentException invalidId) {
                stats.unreadable();
            }
        }
    }

    /** Read after the messages were received, so that a replay that begins later covers them. */
    private long receivedAt() {
        try {
            return lastSeen.now();
        } catch (JedisException unknown) {
            keepInterrupt(unknown);
            return Long.MAX_VALUE; // then no replay covers them yet
        }
    }

    /** The client of Redis makes an exception of its own of an interrupt, and forgets it. */
    private static void keepInterrupt(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
