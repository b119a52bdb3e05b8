package touchline.market.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.pool2.PooledObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.exceptions.JedisException;

/** Makes the connections of a pool. That idle ones don't answer is one log line a minute; the library would log a stack trace for each. Thread-safe. */
final class PooledConnectionFactory extends ConnectionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(PooledConnectionFactory.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final AtomicLong logAgainAt = new AtomicLong(System.nanoTime());

    PooledConnectionFactory(ConnectionFactory.Builder builder) {
        super(builder);
    }

    @Override
    public boolean validateObject(PooledObject<Connection> pooled) {
        Connection connection = pooled.getObject();
        try {
            return connection.isConnected() && connection.ping();
        } catch (JedisException unanswered) {
            long now = System.nanoTime();
            long at = logAgainAt.get();
            if (now - at >= 0 && logAgainAt.compareAndSet(at, now + QUIET_NANOS)) {
                LOG.warn("idle connections to Redis are closed: {}", unanswered.toString());
            }
            return false;
        }
    }
}
