package touchline.market.reconnect;

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

/** What is published on {@code user:reconnect}, queued; what the queue has no room for is counted. */
final class ReconnectSubscription implements AutoCloseable {
    static final String CHANNEL = Keys.USER_RECONNECT;

    private static final int BACKLOG = 50_000;

    private final BlockingQueue<String> users = new ArrayBlockingQueue<>(BACKLOG);
    private final ReconnectStats stats;
    private final RedisSubscription subscription;

    private ReconnectSubscription(RedisConnections redis, ReconnectStats stats) throws InterruptedException {
        this.stats = stats;
        this.subscription =
                RedisSubscription.open(redis, "reconnect", Topics.channel(CHANNEL), (channel, user) -> received(user));
    }

    /**
     * Subscribes, and waits until Redis has confirmed it.
     *
     * @throws JedisException if that takes longer than three seconds
     */
    static ReconnectSubscription open(RedisConnections redis, ReconnectStats stats) throws InterruptedException {
        return new ReconnectSubscription(redis, stats);
    }

    /** What has come since, in order; waits a while where it is nothing. */
    List<String> take(int most, long millis) throws InterruptedException {
        String first = users.poll(millis, TimeUnit.MILLISECONDS);
        if (first == null) {
            return List.of();
        }
        List<String> taken = new ArrayList<>();
        taken.add(first);
        users.drainTo(taken, most - 1);
        return taken;
    }

    /** Why it is over; null while it isn't. */
    @Nullable
    String ended() {
        return subscription.ended();
    }

    @Override
    public void close() {
        subscription.close();
    }

    private void received(String user) {
        if (!users.offer(user)) {
            stats.overflowed();
        }
    }
}
