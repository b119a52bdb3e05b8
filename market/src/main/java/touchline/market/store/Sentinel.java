package touchline.market.store;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
    private static final long OFFSET_AGE_MILLIS = 1_000;
    private static final Set<String> REPLACED = Set.of("s_down", "o_down", "failover_in_progress");

    private final HostAndPort address;
    private final DefaultJedisClientConfig withLogin;
    private final DefaultJedisClientConfig withoutLogin;
    private @Nullable Jedis connection;
    private @Nullable String failure;
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
     * What it knows of a primary.
     *
     * @param epoch grows with each fail-over
     * @param quorum how many Sentinels must take the primary for down before one of them fails over
     * @param keptUntil until when, by {@link System#nanoTime}, this one can't take it for down
     */
    record Answer(HostAndPort primary, long epoch, int quorum, long keptUntil) {}

    /** Where a primary is; empty where the Sentinel doesn't answer or doesn't know. */
    synchronized Optional<Answer> ask(String primaryName) {
        if (failure != null && System.nanoTime() - failedAt < PAUSE_NANOS) {
            return Optional.empty();
        }
        try {
            Jedis open = connection == null ? connect() : connection;
            connection = open;
            long asked = System.nanoTime();
            Map<String, String> primary = open.sentinelMaster(primaryName);
            Answer answer = new Answer(
                    new HostAndPort(primary.getOrDefault("ip", ""), Math.toIntExact(number(primary, "port"))),
                    number(primary, "config-epoch"),
                    Math.toIntExact(number(primary, "quorum")),
                    asked + TimeUnit.MILLISECONDS.toNanos(keptMillis(primary)));
            failure = null;
            return Optional.of(answer);
        } catch (JedisException | NumberFormatException failed) {
            failure = rootOf(failed).toString();
            failedAt = System.nanoTime();
            disconnect();
            return Optional.empty();
        }
    }

    /**
     * A Sentinel takes a primary for down once a ping has been unanswered for {@code down-after-milliseconds}. It chooses a replica by offsets that may be a second old,
     * so this ends that much earlier.
     */
    private static long keptMillis(Map<String, String> primary) {
        Set<String> flags = Set.of(primary.getOrDefault("flags", "").split(",", -1));
        if (!Collections.disjoint(flags, REPLACED)) {
            return 0;
        }
        long silent = number(primary, "last-ping-sent");
        if (flags.contains("disconnected")) {
            silent = Math.max(silent, number(primary, "last-ok-ping-reply"));
        }
        long downAfter = number(primary, "down-after-milliseconds");
        return Math.max(0, downAfter - Math.min(OFFSET_AGE_MILLIS, downAfter / 2) - silent);
    }

    private static long number(Map<String, String> primary, String field) {
        return Long.parseLong(primary.getOrDefault(field, "0"));
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
    public synchronized String toString() {
        return address + (failure == null ? "" : " (" + failure + ")");
    }
}
