package touchline.market.store;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Waits until replicas have received writes, by {@code WAIT}. One {@code WAIT} serves all writes that were done before it began: those that arrive while one is under way
 * share the next. Thread-safe.
 *
 * <p>{@code WAIT} covers the writes of its own connection, so it follows a write of its own: replication keeps the order of all writes. That proves something only of
 * the server that the connection leads to, and only if it has been the same server since before the write in question. So a caller takes a {@link Link} first.
 *
 * <p>With more than one replica, one may confirm what it loses again, because another has been promoted already. So the Sentinels are asked afterwards.
 */
final class ReplicaConfirmation {
    private static final String KEY = "market:replicated";
    private static final String TOO_FEW = "NOREPLICAS "; // as Redis begins its own refusal
    private static final int WAIT_MILLIS = 800; // less than the time that the connection waits for an answer

    private final int replicas;
    private final PrimaryAddress primary;
    private final Function<HostAndPort, Jedis> connect;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roundOver = lock.newCondition();
    private @Nullable Link link;
    private Round next = new Round();
    private boolean isWaiting;

    ReplicaConfirmation(int replicas, PrimaryAddress primary, Function<HostAndPort, Jedis> connect) {
        this.replicas = replicas;
        this.primary = primary;
        this.connect = connect;
    }

    /** A connection to a server that is given up at its first failure. */
    static final class Link {
        private final HostAndPort server;
        private final Jedis connection;

        private Link(HostAndPort server, Jedis connection) {
            this.server = server;
            this.connection = connection;
        }
    }

    /** One {@code WAIT}, and those that it serves. */
    private static final class Round {
        private boolean isOver;
        private @Nullable Link link;
        private @Nullable JedisException failure = new JedisConnectionException("they were not asked");
    }

    /** The present connection; opens one where there is none. */
    Link link() {
        lock.lock();
        try {
            Link present = link;
            if (present == null || primary.hasMovedFrom(present.server)) {
                drop(present);
                HostAndPort server = primary.current();
                present = new Link(server, connect.apply(server));
                link = present;
            }
            return present;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a write.
     *
     * @param before taken before the write was sent
     * @param written the server that has done it
     * @throws JedisException if too few replicas confirm in time, or another server may have been the primary meanwhile: whether it survives is unknown
     */
    void await(Link before, HostAndPort written) {
        Round round = join();
        JedisException failure = round.failure;
        if (failure instanceof JedisDataException) {
            throw new JedisDataException(failure.getMessage(), failure);
        }
        if (failure != null) {
            throw new JedisConnectionException("replicas could not be asked: " + failure.getMessage(), failure);
        }
        if (round.link != before || !before.server.equals(written)) {
            throw new JedisConnectionException("the primary may have changed before replicas had a write");
        }
    }

    private Round join() {
        Round mine;
        lock.lock();
        try {
            mine = next;
            while (isWaiting && !mine.isOver) {
                roundOver.awaitUninterruptibly();
            }
            if (mine.isOver) {
                return mine;
            }
            isWaiting = true;
            next = new Round();
            mine.link = link;
        } finally {
            lock.unlock();
        }
        try {
            mine.failure = ask(mine.link);
        } finally {
            lock.lock();
            try {
                if (mine.failure != null && !tooFew(mine.failure) && link == mine.link) {
                    drop(link);
                    link = null;
                }
                isWaiting = false;
                mine.isOver = true;
                roundOver.signalAll();
            } finally {
                lock.unlock();
            }
        }
        return mine;
    }

    private @Nullable JedisException ask(@Nullable Link on) {
        if (on == null) {
            return new JedisConnectionException("the connection was lost");
        }
        try {
            Pipeline pipeline = on.connection.pipelined();
            Response<String> written = pipeline.set(KEY, Long.toString(System.currentTimeMillis()));
            Response<Long> confirmed = pipeline.waitReplicas(replicas, WAIT_MILLIS);
            pipeline.sync();
            written.get();
            if (confirmed.get() < replicas) {
                return new JedisDataException(TOO_FEW + confirmed.get() + " of " + replicas
                        + " replicas have confirmed within " + WAIT_MILLIS + " ms");
            }
            return primary.isKept(on.server)
                    ? null
                    : new JedisConnectionException("a fail-over from " + on.server + " may have begun");
        } catch (JedisException failed) {
            return failed;
        }
    }

    private static boolean tooFew(JedisException failure) {
        return failure instanceof JedisDataException
                && String.valueOf(failure.getMessage()).startsWith(TOO_FEW);
    }

    private static void drop(@Nullable Link former) {
        if (former != null) {
            try {
                former.connection.disconnect();
            } catch (JedisException gone) {
                // it was going anyway
            }
        }
    }
}
