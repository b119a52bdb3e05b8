package touchline.market.outage;

import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.ConnectionException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import touchline.market.script.CutScript;
import touchline.market.script.MarketShutException;

/**
 * A store that is unreachable or refuses for now: the caller may retry. Whether the statement took effect is unknown.
 *
 * @param store {@code redis}, {@code postgres}, or {@code market} where it is shut
 * @param reason its own word for it, as in {@code OOM} or {@code 57P01}; {@code unreachable} where it gave none, {@code pool} where no connection of the node's was free
 */
public record StoreOutage(String store, String reason) {
    private static final String REDIS = "redis";
    private static final String UNREACHABLE = "unreachable";
    private static final String POOL = "pool";

    /** Redis' words, at the beginning of a message; within a script of a Redis before 7.0 after the place in the script. */
    private static final Pattern REDIS_REFUSES = Pattern.compile(
            "(?:^|: -)(OOM|MISCONF|LOADING|BUSY|READONLY|NOREPLICAS|MASTERDOWN|NOAUTH|WRONGPASS|NOPERM|ERR max number of clients reached)(?: |$)");

    private static final String NO_PERMISSION = "NOPERM";

    /** SQLSTATE classes: 08 connection, 28 login, 53 insufficient resources, 58 its system, as errors of its disk. */
    private static final Set<String> CLASSES = Set.of("08", "28", "53", "58");

    /**
     * Cancelled (by a time-out), ended by an administrator or a crash, starting, dropped, idle for too long; read-only, as a standby is; a lock that was not available; a table that its
     * user may not use.
     */
    private static final Set<String> STATES =
            Set.of("57014", "57P01", "57P02", "57P03", "57P04", "57P05", "25006", "25P03", "55P03", "42501");

    /** The outage behind a failure; empty for any other failure. */
    public static Optional<StoreOutage> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<StoreOutage> outage = ofOne(cause);
            if (outage.isPresent()) {
                return outage;
            }
        }
        return Optional.empty();
    }

    private static Optional<StoreOutage> ofOne(Throwable cause) {
        if (cause instanceof JedisConnectionException) {
            return Optional.of(new StoreOutage(REDIS, UNREACHABLE));
        }
        if (cause instanceof JedisException && cause.getCause() instanceof NoSuchElementException) {
            return Optional.of(new StoreOutage(REDIS, POOL));
        }
        if (cause instanceof JedisDataException data) {
            if (CutScript.isBehind(data)) {
                return Optional.of(new StoreOutage(REDIS, NO_PERMISSION));
            }
            Matcher refusal = REDIS_REFUSES.matcher(String.valueOf(data.getMessage()));
            return refusal.find() ? Optional.of(new StoreOutage(REDIS, refusal.group(1))) : Optional.empty();
        }
        if (cause instanceof MarketShutException) {
            return Optional.of(new StoreOutage("market", "shut"));
        }
        if (cause instanceof SQLException sql && sql.getSQLState() != null) {
            String state = sql.getSQLState();
            return STATES.contains(state) || CLASSES.contains(state.substring(0, 2))
                    ? Optional.of(new StoreOutage("postgres", state))
                    : Optional.empty();
        }
        // A connection that could not be taken from the pool; looked at after the database's own word for it.
        return cause instanceof ConnectionException && !hasState(cause)
                ? Optional.of(new StoreOutage("postgres", UNREACHABLE))
                : Optional.empty();
    }

    /** Whether Redis gave no answer, so that another read would wait as long; one that refuses a command answers at once. */
    public boolean isRedisSilent() {
        return store.equals(REDIS) && (reason.equals(UNREACHABLE) || reason.equals(POOL));
    }

    private static boolean hasState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return store + " " + reason;
    }
}
