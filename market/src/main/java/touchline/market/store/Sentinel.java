package touchline.market.store;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** One Sentinel, over a connection that is kept. One that fails is left alone for two seconds, so that it delays the others' answers rarely. */
final class Sentinel {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final HostAndPort address;
    private final DefaultJedisClientConfig withLogin;
    private final DefaultJedisClientConfig withoutLogin;
    private final ReentrantLock asking = new ReentrantLock();
    private @Nullable Jedis connection;
    private volatile @Nullable String failure;
    private long failedAt;

    /**
     * One at an address.
     *
     * @param withLogin is tried first
     * @param withoutLogin is tried where the Sentinel refuses the login, as one without a password does
     */
    Sentinel(HostAndPort address, DefaultJedisClientConfig withLogin, DefaultJedisClientConfig withoutLogin) {
        this.address = address;
        this.withLogin = withLogin;
        this.withoutLogin = withoutLogin;
    }

    /**
     * What a Sentinel knows of a primary. Times are those of {@link System#nanoTime}.
     *
     * @param epoch grows with each fail-over
     * @param quorum how many Sentinels must take the primary for down before one of them fails over
     * @param others how many other Sentinels it knows, dead ones too
     * @param failOverNanos how long a fail-over may take
     * @param flags as the Sentinel names them
     * @param keptUntil until when a fail-over that it takes part in can't have chosen a replica by present offsets
     * @param downAt until when it can't take the primary for down
     */
    record Answer(
            HostAndPort primary,
            long epoch,
            int quorum,
            int others,
            long failOverNanos,
            Set<String> flags,
            long keptUntil,
            long downAt) {
        private static final long OFFSET_AGE_MILLIS = 1_000;

        Answer {
            flags = Set.copyOf(flags);
        }

        /**
         * From the answer to {@code SENTINEL MASTER}. A Sentinel takes a primary for down once a ping has been unanswered for {@code down-after-milliseconds}; where the
         * connection breaks, the time since the last answer counts. It chooses a replica by offsets that may be a second old.
         *
         * @param asked when it was asked
         * @throws NumberFormatException if it can't be read
         */
        static Answer of(Map<String, String> primary, long asked) {
            Set<String> flags = Set.of(primary.getOrDefault("flags", "").split(",", -1));
            long silent = Math.max(number(primary, "last-ping-sent"), number(primary, "last-ok-ping-reply"));
            long downAfter = number(primary, "down-after-milliseconds");
            long left = isDown(flags) ? 0 : Math.max(0, downAfter - silent);
            long kept = Math.max(0, left - Math.min(OFFSET_AGE_MILLIS, downAfter / 2));
            return new Answer(
                    new HostAndPort(primary.getOrDefault("ip", ""), Math.toIntExact(number(primary, "port"))),
                    number(primary, "config-epoch"),
                    Math.toIntExact(number(primary, "quorum")),
                    Math.toIntExact(number(primary, "num-other-sentinels")),
                    TimeUnit.MILLISECONDS.toNanos(number(primary, "failover-timeout")),
                    flags,
                    asked + TimeUnit.MILLISECONDS.toNanos(kept),
                    asked + TimeUnit.MILLISECONDS.toNanos(left));
        }

        /** Whether it takes the primary for down. */
        boolean isDown() {
            return isDown(flags);
        }

        /** Whether it fails over, or may begin to at any time. */
        boolean isReplacing() {
            return isReplacing(flags);
        }

        private static boolean isDown(Set<String> flags) {
            return flags.contains("s_down") || isReplacing(flags);
        }

        private static boolean isReplacing(Set<String> flags) {
            return flags.contains("o_down") || flags.contains("failover_in_progress");
        }

        private static long number(Map<String, String> primary, String field) {
            return Long.parseLong(primary.getOrDefault(field, "0"));
        }
    }

    /** What it knows of a primary; empty where it doesn't answer or doesn't know, or is being asked already. */
    Optional<Answer> ask(String primaryName) {
        if (!asking.tryLock()) {
            return Optional.empty();
        }
        try {
            return askIt(primaryName);
        } finally {
            asking.unlock();
        }
    }

    private Optional<Answer> askIt(String primaryName) {
        if (failure != null && System.nanoTime() - failedAt < PAUSE_NANOS) {
            return Optional.empty();
        }
        try {
            Jedis open = connection == null ? connect() : connection;
            connection = open;
            long asked = System.nanoTime();
            Map<String, String> primary = open.sentinelMaster(primaryName);
            Answer answer = Answer.of(primary, asked);
            failure = null;
            return Optional.of(answer);
        } catch (JedisException | NumberFormatException failed) {
            failure = rootOf(failed).toString();
            failedAt = System.nanoTime();
            disconnect();
            return Optional.empty();
        }
    }

    private Jedis connect() {
        try {
            return open(withLogin);
        } catch (JedisConnectionException unreachable) {
            throw unreachable;
        } catch (JedisDataException loginRefused) {
            return open(withoutLogin);
        }
    }

    private Jedis open(DefaultJedisClientConfig config) {
        Jedis open = new Jedis(address, config);
        try {
            open.connect(); // logs in
            return open;
        } catch (JedisException failed) {
            open.close();
            throw failed;
        }
    }

    /** What TLS or the network says, not what the client makes of it. */
    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private void disconnect() {
        Jedis open = connection;
        connection = null;
        if (open != null) {
            try {
                open.disconnect();
            } catch (JedisException gone) {
                // it was going anyway
            }
        }
    }

    /** Its address, and why it has not answered last. */
    @Override
    public String toString() {
        String last = failure;
        return address + (last == null ? "" : " (" + last + ")");
    }
}
